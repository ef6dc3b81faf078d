package dev.agentservice.tool;

/**
 * Who wrote the text of a tool call's result. It is decided when the call ends and stays
 * with the text: what is configured under a tool's name may change afterwards.
 */
public enum TextOrigin {

	/** The service, in words of its own. */
	SERVICE,
	/** The service, repeating what the model wrote: arguments that do not fit. */
	MODEL,
	/** A tool whose results hold nothing that a third party may have written. */
	TRUSTED_TOOL,
	/** Perhaps somebody who may not give the agent any instructions. */
	THIRD_PARTY

}
