package io.ondemand2api.core;

/** Places of which several processes together have so many. Safe for several threads. */
public interface SharedPlaces {

    /** Those of a process that is alone: there is always one. */
    SharedPlaces ALONE = (of, most) -> () -> {};

    /**
     * Takes one, within the time that a request may be held up. What the others have taken is not known while they cannot
     * be asked: there is one then.
     *
     * @param of what has the places
     * @param most how many there are
     * @return gives it back, once; null when all are taken
     */
    Runnable take(String of, int most);
}
