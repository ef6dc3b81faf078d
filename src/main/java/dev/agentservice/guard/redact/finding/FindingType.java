package dev.agentservice.guard.redact.finding;

import java.util.Locale;

import org.springframework.modulith.NamedInterface;

/**
 * What can be found in a text. The code is what notices, metrics and configuration call
 * it.
 */
@NamedInterface("redact")
public enum FindingType {

	/** A password, key or token, or a private key as a whole. */
	CREDENTIAL,

	/** An e-mail address. */
	EMAIL,

	/** An International Bank Account Number with a right checksum. */
	IBAN,

	/** A payment card's number with a right check digit. */
	PAYMENT_CARD,

	/** A number a state gives to a person. */
	NATIONAL_ID,

	/** An IPv4 or IPv6 address other than loopback. */
	IP_ADDRESS,

	/** A telephone number. */
	PHONE,

	/** A person's name behind a form of address or an introduction. */
	PERSON,

	/**
	 * An image or other content that a reader's browser would fetch from a foreign host.
	 */
	IMAGE,

	/** A link to a foreign host that carries data. */
	LINK,

	/** A passage of the agent's instructions, or its marker. */
	PROMPT_LEAK,

	/** A run of characters without a break that is too long to be judged. */
	OVERLONG,

	/** A character that no reader sees, where no script or emoji needs it. */
	INVISIBLE;

	private final String code = name().toLowerCase(Locale.ROOT);

	/** For notices, metrics and configuration: {@code payment_card}. */
	public String code() {
		return this.code;
	}

	/** What stands in the text instead: {@code [payment_card]}. */
	public String placeholder() {
		return '[' + this.code + ']';
	}

}
