package dev.agentservice.guard.redact.personal;

import java.util.Locale;

import dev.agentservice.guard.redact.stage.Fold;

/**
 * How the check digits of {@link NationalId}s come about. All take letters in upper case
 * and digits, without separators.
 */
final class NationalIdFormulas {

	private static final int[] ISO_7064_MOD_11_2 = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };

	private static final int[] CNPJ = { 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2 };

	private NationalIdFormulas() {
	}

	static boolean usSsn(String id) {
		return !id.startsWith("000") && !id.startsWith("666") && id.charAt(0) != '9' && !id.startsWith("00", 3)
				&& !id.endsWith("0000");
	}

	static boolean ukNino(String id) {
		return !"BG GB KN NK NT TN ZZ".contains(id.substring(0, 2));
	}

	static boolean ukNhs(String id) {
		int check = 11 - Checksums.weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
		return (check % 11) == digit(id, 9);
	}

	static boolean iePps(String id) {
		int second = (id.length() > 8) ? (id.charAt(8) - 'A' + 1) % 23 : 0;
		int sum = Checksums.weighted(id, 8, 7, 6, 5, 4, 3, 2) + 9 * second;
		return "WABCDEFGHIJKLMNOPQRSTUV".charAt(sum % 23) == id.charAt(7);
	}

	static boolean atSvnr(String id) {
		return Checksums.weighted(id, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == digit(id, 3) && isDayMonth(id, 4);
	}

	static boolean ean13(String id) {
		return Checksums.weighted(id, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
	}

	static boolean frNir(String id) {
		String number = id.substring(0, 13).replace("2A", "19").replace("2B", "18");
		return Long.parseLong(number) % 97 == 97 - Long.parseLong(id.substring(13));
	}

	static boolean beNrn(String id) {
		long number = Long.parseLong(id.substring(0, 9));
		long check = 97 - Long.parseLong(id.substring(9));
		return number % 97 == check || (number + 2_000_000_000L) % 97 == check;
	}

	static boolean nlBsn(String id) {
		return Checksums.weighted(id, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0 && !"000000000".equals(id);
	}

	static boolean esDni(String id) {
		String number = id.substring(0, 8).replace('X', '0').replace('Y', '1').replace('Z', '2');
		return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(number) % 23) == id.charAt(8);
	}

	static boolean ptNif(String id) {
		int check = 11 - Checksums.weighted(id, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
		return ((check > 9) ? 0 : check) == digit(id, 8);
	}

	static boolean itCodiceFiscale(String id) {
		String odd = "BAKPLCQDREVOSFTGUHMINJWZYX";
		int sum = 0;
		for (int i = 0; i < 15; i++) {
			char c = id.charAt(i);
			int value = Fold.isDigit(c) ? c - '0' : c - 'A';
			sum += (i % 2 == 0) ? odd.indexOf('A' + value) : value;
		}
		return 'A' + sum % 26 == id.charAt(15);
	}

	static boolean plPesel(String id) {
		return Checksums.weighted(id, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0 && !"00000000000".equals(id);
	}

	static boolean sePersonnummer(String id) {
		String number = id.substring(id.length() - 10);
		int day = Integer.parseInt(number.substring(4, 6));
		// Coordination numbers add 60 to the day.
		return Checksums.luhn(number) && isMonth(number, 2) && ((day >= 1 && day <= 31) || (day >= 61 && day <= 91));
	}

	static boolean fiHetu(String id) {
		// The sign of the century, between date and number, may be a letter.
		String digits = id.substring(0, 6) + id.substring(id.length() - 4, id.length() - 1);
		return isDayMonth(id, 0) && "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(Integer.parseInt(digits) % 31) == last(id);
	}

	static boolean noFnr(String id) {
		return Checksums.weighted(id, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
				&& Checksums.weighted(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
	}

	static boolean trKimlik(String id) {
		int odd = Checksums.weighted(id, 1, 0, 1, 0, 1, 0, 1, 0, 1);
		int even = Checksums.weighted(id, 0, 1, 0, 1, 0, 1, 0, 1);
		return Math.floorMod(7 * odd - even, 10) == digit(id, 9) && (odd + even + digit(id, 9)) % 10 == digit(id, 10);
	}

	static boolean zaId(String id) {
		int day = Integer.parseInt(id.substring(4, 6));
		return Checksums.luhn(id) && isMonth(id, 2) && day >= 1 && day <= 31 && id.charAt(10) <= '2';
	}

	static boolean brCpf(String id) {
		int first = Checksums.weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
		int second = Checksums.weighted(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
		return first == digit(id, 9) && second == digit(id, 10) && id.chars().distinct().count() > 1;
	}

	static boolean brCnpj(String id) {
		int[] shorter = java.util.Arrays.copyOfRange(CNPJ, 1, CNPJ.length);
		int first = Checksums.weighted(id, shorter) % 11;
		int second = Checksums.weighted(id, CNPJ) % 11;
		return ((first < 2) ? 0 : 11 - first) == digit(id, 12) && ((second < 2) ? 0 : 11 - second) == digit(id, 13);
	}

	static boolean mxCurp(String id) {
		String alphabet = "0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ";
		int sum = 0;
		for (int i = 0; i < 17; i++) {
			sum += (18 - i) * alphabet.indexOf(id.charAt(i));
		}
		return (10 - sum % 10) % 10 == digit(id, 17);
	}

	static boolean cnResident(String id) {
		return "10X98765432".charAt(Checksums.weighted(id, ISO_7064_MOD_11_2) % 11) == id.charAt(17);
	}

	static boolean krRrn(String id) {
		return (11 - Checksums.weighted(id, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11) % 10 == digit(id, 12);
	}

	static boolean jpMyNumber(String id) {
		int rest = Checksums.weighted(id, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
		return ((rest <= 1) ? 0 : 11 - rest) == digit(id, 11);
	}

	static boolean sgNric(String id) {
		int sum = Checksums.weighted(id.substring(1), 2, 7, 6, 5, 4, 3, 2);
		boolean later = id.charAt(0) == 'T' || id.charAt(0) == 'G';
		boolean citizen = id.charAt(0) == 'S' || id.charAt(0) == 'T';
		String letters = citizen ? "JZIHGFEDCBA" : "XWUTRQPNMLK";
		return letters.charAt((sum + (later ? 4 : 0)) % 11) == id.charAt(8);
	}

	static boolean auTfn(String id) {
		return Checksums.weighted(id, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0;
	}

	static String plain(String written) {
		StringBuilder plain = new StringBuilder();
		written.chars().filter(Fold::isAlphanumeric).forEach((c) -> plain.append((char) c));
		return plain.toString().toUpperCase(Locale.ROOT);
	}

	private static boolean isDayMonth(String id, int index) {
		int day = Integer.parseInt(id.substring(index, index + 2));
		return day >= 1 && day <= 31 && isMonth(id, index + 2);
	}

	private static boolean isMonth(String id, int index) {
		int month = Integer.parseInt(id.substring(index, index + 2));
		return month >= 1 && month <= 12;
	}

	private static int digit(String id, int index) {
		return id.charAt(index) - '0';
	}

	private static char last(String id) {
		return id.charAt(id.length() - 1);
	}

}
