package io.ondemand2api.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ondemand2api.core.GatewayException;
import org.junit.jupiter.api.Test;

class RemoteBytesTest {

    @Test
    void aRequestHasItsShareAndNoMore() throws Exception {
        RemoteBytes.Share share = new RemoteBytes(100).share(10);

        assertThat(share.take(6)).isTrue();
        assertThat(share.take(5)).isFalse();
        assertThat(share.take(4)).isTrue();
    }

    @Test
    void allRequestsTogetherAreBoundedAndGiveBackWhatTheyHeld() throws Exception {
        RemoteBytes bytes = new RemoteBytes(10);
        RemoteBytes.Share first = bytes.share(10);
        RemoteBytes.Share second = bytes.share(10);
        assertThat(first.take(8)).isTrue();

        assertThatThrownBy(() -> second.take(3)).isInstanceOf(GatewayException.class);
        assertThat(second.take(2)).isTrue();
        first.onDone(null);
        first.onDone(null);
        assertThat(second.take(8)).isTrue();
        assertThatThrownBy(() -> first.take(1)).isInstanceOf(GatewayException.class);
    }
}
