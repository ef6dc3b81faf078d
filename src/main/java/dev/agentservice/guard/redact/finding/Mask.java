package dev.agentservice.guard.redact.finding;

/**
 * Leaves of a value what its owner knows it by: the domain of an e-mail address, of
 * others the last four letters or digits if that is at most a third.
 */
final class Mask {

	private static final String STARS = "****";

	private static final int KEPT = 4;

	private Mask() {
	}

	static String of(FindingType type, String value) {
		if (type == FindingType.EMAIL && value.indexOf('@') > 0) {
			return STARS + value.substring(value.lastIndexOf('@'));
		}
		StringBuilder plain = new StringBuilder();
		value.codePoints().filter(Character::isLetterOrDigit).forEach(plain::appendCodePoint);
		int length = plain.codePointCount(0, plain.length());
		if (type == FindingType.CREDENTIAL || length < 3 * KEPT) {
			return (type == FindingType.PHONE && length >= 7) ? STARS + lastOf(plain, 2) : STARS;
		}
		return STARS + lastOf(plain, KEPT);
	}

	private static String lastOf(StringBuilder plain, int count) {
		return plain.substring(plain.offsetByCodePoints(plain.length(), -count));
	}

}
