package io.ondemand2api.app;

import io.ondemand2api.config.Settings;
import io.ondemand2api.core.request.FileLimits;
import io.ondemand2api.media.MediaSteps;
import io.ondemand2api.media.MediaUpload;
import io.ondemand2api.media.RemoteBytes;
import io.ondemand2api.media.RemoteFiles;
import java.time.Duration;
import java.util.List;

/** What {@code application.properties} says of images and files. */
record MediaSettings(MediaSteps.Settings policy, Duration downloadTimeout, String userAgent, int maxDownloadedBytes) {

    /** @param limits what a request may bring */
    static MediaSettings from(Settings settings, FileLimits limits) {
        if (settings.flag("ondemand.media.enabled")) {
            for (String part : List.of(
                    "ondemand.media.uploadTimeout", "ondemand.media.totalTimeout", "ondemand.media.downloadTimeout")) {
                settings.mustBeShorter(part, "gateway.totalTimeout");
            }
        }
        return new MediaSettings(
                new MediaSteps.Settings(
                        settings.duration("ondemand.media.uploadTimeout"),
                        settings.duration("ondemand.media.totalTimeout"),
                        limits.mostTotalBytes(),
                        new MediaUpload.Plugins(
                                settings.text("ondemand.media.imagePlugin"),
                                settings.text("ondemand.media.documentPlugin"))),
                settings.duration("ondemand.media.downloadTimeout"),
                settings.text("ondemand.userAgent"),
                settings.number("ondemand.media.maxDownloadedBytes", 1, Integer.MAX_VALUE));
    }

    /** What fetches the files that a request names by their URLs. */
    RemoteFiles remoteFiles(FileLimits limits) {
        return new RemoteFiles(limits.mostBytes(), downloadTimeout, userAgent);
    }

    /** The steps of the route {@code upload-media}. */
    MediaSteps steps(RemoteFiles files) {
        return new MediaSteps(policy, files, new RemoteBytes(maxDownloadedBytes));
    }
}
