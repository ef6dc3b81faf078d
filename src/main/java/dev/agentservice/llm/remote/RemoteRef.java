package dev.agentservice.llm.remote;

/**
 * What a provider keeps of a run while it works on it, by its own id.
 *
 * @param runtime where it is
 * @param id the provider's id, for example of a response
 */
public record RemoteRef(RemoteRuntime runtime, String id) {

}
