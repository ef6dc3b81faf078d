package dev.agentservice.run.queue;

import java.time.Duration;

/**
 * A track's queue at a moment.
 *
 * @param track the track
 * @param depth how many runs wait: in the lane, in backlogs, and those that are looked at
 * later
 * @param oldest how long the first of them could have begun and did not; zero if none
 * could
 * @param lane how many runs are in the lane: those that wait in it and those at work
 * @param workers how many replicas have been seen lately
 */
record QueueFigures(String track, long depth, Duration oldest, long lane, long workers) {

}
