package dev.agentservice.endtoend.crash.judge;

/**
 * Something that happened in the tools' backend.
 *
 * @param order the order's mark
 * @param run the run that asked for it
 * @param call the call
 * @param tool the tool
 * @param receipt drawn for this effect alone
 */
public record Effect(String order, String run, String call, String tool, String receipt) {

}
