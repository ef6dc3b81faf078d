package dev.agentservice.guard.redact.personal;

/**
 * Check digits that several kinds of numbers share.
 */
final class Checksums {

	private static final String VERHOEFF_PRODUCT = "0123456789" + "1234067895" + "2340178956" + "3401289567"
			+ "4012395678" + "5987604321" + "6598710432" + "7659821043" + "8765932104" + "9876543210";

	private static final String VERHOEFF_PERMUTATION = "0123456789" + "1576283094" + "5803796142" + "8916043527"
			+ "9453126870" + "4286573901" + "2793806415" + "7046913258";

	private Checksums() {
	}

	/**
	 * Luhn's formula.
	 *
	 * @see <a href="https://www.iso.org/standard/70484.html">ISO/IEC 7812-1, annex B</a>
	 */
	static boolean luhn(CharSequence digits) {
		int sum = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(digits.length() - 1 - i) - '0';
			int weighted = digit << (i & 1);
			sum += (weighted > 9) ? weighted - 9 : weighted;
		}
		return sum % 10 == 0;
	}

	/**
	 * The check digit over a dihedral group.
	 *
	 * @see <a href="https://ir.cwi.nl/pub/13045">J. Verhoeff, Error detecting decimal
	 * codes, 1969</a>
	 */
	static boolean verhoeff(CharSequence digits) {
		int check = 0;
		for (int i = 0; i < digits.length(); i++) {
			int digit = digits.charAt(digits.length() - 1 - i) - '0';
			int permuted = VERHOEFF_PERMUTATION.charAt(10 * (i % 8) + digit) - '0';
			check = VERHOEFF_PRODUCT.charAt(10 * check + permuted) - '0';
		}
		return check == 0;
	}

	/** The number modulo 97, letters counting 10 to 35 as ISO 7064 has it. */
	static int mod97(CharSequence alphanumeric) {
		int rest = 0;
		for (int i = 0; i < alphanumeric.length(); i++) {
			int value = Character.digit(alphanumeric.charAt(i), 36);
			rest = (rest * ((value > 9) ? 100 : 10) + value) % 97;
		}
		return rest;
	}

	/**
	 * A decimal check digit at the end.
	 *
	 * @see <a href="https://www.iso.org/standard/31531.html">ISO 7064, MOD 11,10</a>
	 */
	static boolean mod11and10(CharSequence digits) {
		int product = 10;
		for (int i = 0; i < digits.length() - 1; i++) {
			int sum = (digits.charAt(i) - '0' + product) % 10;
			product = (2 * ((sum == 0) ? 10 : sum)) % 11;
		}
		return (11 - product) % 10 == digits.charAt(digits.length() - 1) - '0';
	}

	/** The sum of the first digits, each times its weight. */
	static int weighted(CharSequence digits, int... weights) {
		int sum = 0;
		for (int i = 0; i < weights.length; i++) {
			sum += weights[i] * (digits.charAt(i) - '0');
		}
		return sum;
	}

}
