package io.ondemand2api.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.ondemand2api.core.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ResponseStoreTest {

    private final AtomicLong now = new AtomicLong();

    private ResponseStore store(int count, long bytes) {
        return new ResponseStore(new ResponseStoreLimits(count, bytes, Duration.ofSeconds(10)), now::get);
    }

    private static StoredResponse response(String id, int size) {
        OutputItem item = OutputItem.words(OutputItem.Kind.MESSAGE, "msg_" + id, "", List.of());
        return new StoredResponse(
                id, new byte[size], List.of(), "", List.of(Turn.of(Turn.Role.USER, "hi")), List.of(item), null);
    }

    @Test
    void remembersForItsOwnerAlone() {
        ResponseStore store = store(10, 100_000);
        store.put("a", response("r1", 10));

        assertThat(store.find("a", "r1")).isNotNull();
        assertThat(store.findItem("a", "msg_r1")).isNotNull();
        assertThat(store.find("b", "r1")).isNull();
        assertThat(store.findItem("b", "msg_r1")).isNull();
        assertThat(store.delete("b", "r1")).isFalse();
        assertThat(store.delete("a", "r1")).isTrue();
        assertThat(store.findItem("a", "msg_r1")).isNull();
    }

    @Test
    void forgetsTheOldestBeyondItsCount() {
        ResponseStore store = store(2, 100_000);
        store.put("a", response("r1", 10));
        store.put("a", response("r2", 10));
        store.put("a", response("r3", 10));

        assertThat(store.find("a", "r1")).isNull();
        assertThat(store.findItem("a", "msg_r1")).isNull();
        assertThat(store.find("a", "r3")).isNotNull();
    }

    @Test
    void forgetsTheOldestBeyondItsBytesAndTakesNothingThatIsLargerThanAll() {
        ResponseStore store = store(100, 10_000);
        store.put("a", response("r1", 6_000));
        store.put("a", response("r2", 6_000));
        store.put("a", response("r3", 20_000));

        assertThat(store.find("a", "r1")).isNull();
        assertThat(store.find("a", "r2")).isNotNull();
        assertThat(store.find("a", "r3")).isNull();
    }

    @Test
    void forgetsWhatIsTooOld() {
        ResponseStore store = store(100, 100_000);
        store.put("a", response("r1", 10));
        now.addAndGet(Duration.ofSeconds(11).toNanos());

        assertThat(store.find("a", "r1")).isNull();
    }

    @Test
    void remembersNothingWhenItIsSwitchedOff() {
        ResponseStore store = store(0, 100_000);
        store.put("a", response("r1", 10));

        assertThat(store.find("a", "r1")).isNull();
    }
}
