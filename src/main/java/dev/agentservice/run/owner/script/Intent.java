package dev.agentservice.run.owner.script;

/**
 * A call with side effects that is about to be made.
 *
 * @param call the call's id within its run
 * @param tool the tool
 * @param document the journal's entry
 */
public record Intent(String call, String tool, String document) {

}
