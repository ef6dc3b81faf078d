package dev.agentservice.run.owner;

import dev.agentservice.run.record.RunRecord;

/**
 * The result of a request to cancel a run.
 *
 * @param run the run as it is a moment later
 * @param asked whether its owner was asked; if not, the run had ended before
 */
public record CancelReply(RunRecord run, boolean asked) {

}
