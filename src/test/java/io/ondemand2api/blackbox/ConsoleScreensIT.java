package io.ondemand2api.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.scripted.Behaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each view of the console, light and dark, on a desk and in a hand, in English and Chinese: pictures in
 * {@code target/screenshots}.
 */
class ConsoleScreensIT {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final List<String> SCHEMES = List.of("light", "dark");
    private static final List<Integer> WIDTHS = List.of(1280, 390);

    /** Everything that can be reached by the keyboard has a name that can be read out. */
    private static final String NAMELESS =
            "[...document.querySelectorAll('a, button, input, select, textarea')].filter(at => at.offsetParent"
                    + " && !(at.getAttribute('aria-label') || at.textContent.trim() || at.labels?.length))"
                    + ".map(at => at.outerHTML).join()";

    /** Words whose colour is too near to what is behind them, by the figure of WCAG for usual text. */
    private static final String FAINT = """
            (() => {
              const numbers = colour => (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
              const light = colour => numbers(colour).slice(0, 3).map(part => part / 255)
                .map(part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
                .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
              const behind = at => {
                for (let node = at; node; node = node.parentElement) {
                  const colour = getComputedStyle(node).backgroundColor;
                  if (numbers(colour)[3] !== 0) return colour;
                }
                return 'rgb(255, 255, 255)';
              };
              return [...document.querySelectorAll('body *')].filter(at => at.offsetParent && !at.disabled
                && [...at.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
                .filter(at => {
                  const [one, other] = [light(getComputedStyle(at).color), light(behind(at))];
                  return (Math.max(one, other) + .05) / (Math.min(one, other) + .05) < 4.5;
                }).map(at => at.outerHTML.slice(0, 100)).join();
            })()""";

    @TempDir
    private static Path profile;

    private static GatewayUnderTest gateway;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start(profile);
        gateway = GatewayUnderTest.start(
                Map.of("ondemand.apiKeys", "upstream-secret-1,upstream-secret-2,upstream-secret-3"));
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .firstDeltaAfter(Duration.ofMillis(40L * query.ordinal()))
                        .deltasEvery(Duration.ofMillis(30))
                        .saying("Rayleigh ", "scattering ", "makes ", "it ", "blue."));
        for (int i = 0; i < 6; i++) {
            gateway.chat(i % 2 == 0 ? Chat.whole("why " + i) : Chat.streamed("why " + i));
        }
        gateway.chat(Chat.whole("why").replace("gpt-4o", "no-such-model"));
        gateway.post("/v1/messages", "{}");
        gateway.simulator()
                .onQuery(query -> query.ordinal() % 2 == 1
                        ? Behaviour.atOnce().refusing(402, "no_credit", "no credit")
                        : Behaviour.atOnce().saying("fine"));
        gateway.chat(Chat.whole("once more"));
        gateway.chat(Chat.whole("and again"));
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "keys", "requests", "usage", "routes", "routes/answer", "models", "playground"})
    void aViewFitsEachScreenAndCanBeRead(String view) throws Exception {
        String section = view.replaceFirst("/.*", "");
        for (String scheme : SCHEMES) {
            for (int width : WIDTHS) {
                browser.look(width, width > 1000 ? 800 : 844, scheme.equals("dark"));
                browser.open(gateway.management("/console?" + scheme + width + "#" + view));
                browser.until("document.querySelector('#" + section
                        + " :is(tbody td, dd, option)') && !document.getElementById('" + section + "').hidden");
                if (view.equals("now")) {
                    // a line needs two figures
                    browser.until("document.querySelector('#chart polyline')?.points.length > 1");
                }
                if (view.equals("playground")) {
                    talk();
                }
                String picture = view.replace('/', '-') + "-" + scheme + "-" + width;
                look(picture);
                browser.click("#language");
                browser.until("document.documentElement.lang === 'zh-CN'");
                look(picture + "-zh");
            }
        }
        assertThat(browser.problems()).isEmpty();
    }

    private static void look(String picture) throws Exception {
        browser.screenshot(PICTURES.resolve(picture + ".png"));

        assertThat(browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                        .asInt())
                .as("%s is wider than its screen", picture)
                .isZero();
        assertThat(browser.evaluate(NAMELESS).asText()).as(picture).isEmpty();
        assertThat(browser.evaluate(FAINT).asText()).as("faint in %s", picture).isEmpty();
    }

    private static void talk() {
        gateway.simulator()
                .onQuery(query -> Behaviour.atOnce()
                        .saying("<think>Short waves scatter more.</think>", "Rayleigh ", "scattering."));
        browser.evaluate("document.getElementById('play-key').value = '" + GatewayUnderTest.CLIENT_KEY + "'");
        browser.evaluate("document.getElementById('play-model').value = 'gpt-4o'");
        browser.evaluate("document.getElementById('play-text').value = 'Why is the sky blue?'");
        browser.click("#play-send");
        browser.until("document.getElementById('play-notice').textContent.includes('stop')");
    }
}
