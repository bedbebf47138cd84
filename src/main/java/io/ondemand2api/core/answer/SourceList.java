package io.ondemand2api.core.answer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sources of one answer, each address once, and no more than {@link #MOST}. Not safe for several threads. */
public final class SourceList {

    /** More help no reader, and each event of them may bring many. */
    public static final int MOST = 100;

    private final Map<String, Source> byUrl = new LinkedHashMap<>();

    /** True when it is new and there is room; then it is in the list. */
    public boolean add(Source source) {
        return byUrl.size() < MOST && byUrl.putIfAbsent(source.url(), source) == null;
    }

    /** Forgets all. */
    public void clear() {
        byUrl.clear();
    }

    /** All, in the order in which they came. */
    public Collection<Source> all() {
        return byUrl.values();
    }
}
