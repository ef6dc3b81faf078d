package dev.agentservice.privacy.receipt;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A report, signed. It holds tags and times, no names.
 *
 * @param algorithm {@code Ed25519}, or {@code HMAC} if no key is configured: then only
 * the service itself can check it
 * @param signed the report as one text, without the receipt
 * @param signature of the UTF-8 bytes of that text
 */
@Schema(name = "ErasureReceipt")
public record SignedReceipt(@Schema(
		description = "`Ed25519`, or `HMAC` if no key is configured: then only the service itself can check it.",
		allowableValues = {
				"Ed25519", "HMAC" },
		example = "Ed25519") String algorithm,
		@Schema(description = "The report as one text, without the receipt.") String signed,
		@Schema(description = "Of the UTF-8 bytes of `signed`: Base64, of an HMAC hexadecimal.") String signature){

}
