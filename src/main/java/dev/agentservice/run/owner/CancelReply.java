package dev.agentservice.run.owner;

import dev.agentservice.run.record.RunRecord;

/**
 * What became of the wish that a run may stop.
 *
 * @param run the run, some moments later
 * @param asked whether its owner was asked; if not, the run was over before
 */
public record CancelReply(RunRecord run, boolean asked) {

}
