package dev.agentservice.simulator.chat;

/**
 * A model's wish to call a tool.
 *
 * @param id the id that the result must name
 * @param name the tool's name
 * @param arguments the arguments as JSON text, not necessarily well-formed
 */
public record ToolCall(String id, String name, String arguments) {

}
