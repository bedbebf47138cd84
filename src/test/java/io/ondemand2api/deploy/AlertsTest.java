package io.ondemand2api.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each alert has its page, and a case that fires it; MetricsIT asks for their metrics, and runs promtool. */
class AlertsTest {

    private static JsonNode yaml(String file) throws IOException {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of(file)));
        return new JsonMapper().valueToTree(document);
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        yaml("deploy/alerts.yaml").at("/groups/0/rules").forEach(alerts::add);
        return alerts;
    }

    @Test
    void eachAlertHasAPageThatSaysWhatItMeansWhatToLookAtAndWhatToDo() throws IOException {
        String runbook = Files.readString(Path.of("docs/runbook.md"));

        assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy(alert -> {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            int page = runbook.indexOf("\n## " + name + "\n");
            assertThat(page).as(name).isPositive();
            String text = (runbook + "\n## ").substring(page + 4);
            assertThat(text.substring(0, text.indexOf("\n## ")))
                    .contains("**Means.**")
                    .containsPattern("\\*\\*Look at[.,]")
                    .containsPattern("(?i)\\*\\*Do\\.|, do\\.\\*\\*");
        });
    }

    @Test
    void theRunbookHasNoPageOfAnAlertThatIsGone() throws IOException {
        List<String> names =
                alerts().stream().map(alert -> alert.path("alert").asText()).toList();

        assertThat(Files.readString(Path.of("docs/runbook.md")).lines().filter(line -> line.startsWith("## ")))
                .map(line -> line.substring(3))
                .containsExactlyElementsOf(names);
    }

    @Test
    void eachAlertIsFiredByACaseOfPromtools() throws IOException {
        List<String> fired = new ArrayList<>();
        yaml("deploy/alerts.test.yaml")
                .path("tests")
                .forEach(test -> test.path("alert_rule_test").forEach(check -> {
                    if (!check.path("exp_alerts").isEmpty()) {
                        fired.add(check.path("alertname").asText());
                    }
                }));

        assertThat(alerts())
                .allSatisfy(
                        alert -> assertThat(fired).contains(alert.path("alert").asText()));
    }
}
