package dev.agentservice.llm.remote;

/**
 * A call of a hosted tool, as the provider lists it.
 *
 * @param id the provider's id
 * @param kind the tool
 * @param failed whether it failed
 * @param charged whether it counts as a call; a page that is opened after a search does
 * not
 * @param container the container it ran in; empty if it has none
 */
public record HostedCall(String id, HostedTool.Kind kind, boolean failed, boolean charged, String container) {

}
