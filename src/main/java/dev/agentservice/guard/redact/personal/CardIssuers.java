package dev.agentservice.guard.redact.personal;

import java.util.regex.Pattern;

/**
 * Recognises numbers that begin and are as long as those of a known issuer.
 */
final class CardIssuers {

	/**
	 * The ranges the schemes publish: Visa, Mastercard, Amex, Discover, JCB, Diners,
	 * UnionPay, Mir, RuPay.
	 */
	private static final Pattern ISSUER = Pattern.compile("4\\d{15}|(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)\\d+"
			+ "|3[47]\\d{13}|(?:6011|64[4-9]|65)\\d+|35(?:2[89]|[3-8])\\d+|3(?:0[0-5]|095|[689])\\d+|62\\d{14,17}"
			+ "|220[0-4]\\d{12}|508[5-9]\\d{12}");

	private CardIssuers() {
	}

	static boolean isIssued(String number) {
		boolean usual = switch (number.charAt(0)) {
			case '3' -> number.length() == ((number.charAt(1) == '5') ? 16
					: (number.charAt(1) == '4' || number.charAt(1) == '7') ? 15 : 14);
			case '6' -> number.length() >= 16;
			default -> number.length() == 16;
		};
		return usual && ISSUER.matcher(number).matches();
	}

}
