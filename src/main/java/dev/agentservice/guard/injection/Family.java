package dev.agentservice.guard.injection;

import java.util.Locale;

/**
 * What an injection is after. Each family has its rules in a file of its name.
 */
enum Family {

	/** Earlier instructions shall not count any more. */
	OVERRIDE,
	/** The model shall be somebody who has no rules. */
	JAILBREAK,
	/** The model shall not refuse, warn or hesitate. */
	REFUSAL_SUPPRESSION,
	/** The instructions of the agent shall be told. */
	PROMPT_LEAK,
	/**
	 * The text pretends to be another part of the prompt, or its sender somebody else.
	 */
	FAKE_AUTHORITY,
	/** Secrets, personal data or the conversation shall get out. */
	EXFILTRATION,
	/** A tool shall be used behind the user's back. */
	TOOL_ABUSE,
	/** A document speaks to the model that reads it. */
	INSTRUCTION_IN_CONTENT,
	/** The instruction is hidden, or put together from parts. */
	OBFUSCATION;

	/** Where the rules are, on the class path. */
	String file() {
		return "guard/rules/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".yaml";
	}

}
