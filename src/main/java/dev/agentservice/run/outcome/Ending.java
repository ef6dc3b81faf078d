package dev.agentservice.run.outcome;

import dev.agentservice.run.record.RunState;

/**
 * How an owner would like to end its run.
 *
 * @param status the label of an {@link RunState.Ended}
 * @param event the name of the last event, for example {@code run.completed}
 * @param data what that event says, as JSON; kept in the record, too
 * @param again whether a retry with the same idempotency key may go on with this run
 */
public record Ending(String status, String event, String data, boolean again) {

}
