package dev.agentservice.guard.redact.personal;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * International Bank Account Numbers: a country, its length, and the rest modulo 97.
 *
 * @see <a href="https://www.swift.com/standards/data-standards/iban">ISO 13616, the
 * registry of lengths</a>
 */
final class IbanDetector implements Detector {

	private static final String REGISTRY = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27"
			+ "DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30"
			+ "KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29"
			+ "RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

	private static final Map<String, Integer> LENGTHS = IntStream.range(0, REGISTRY.length() / 4)
		.mapToObj((i) -> REGISTRY.substring(4 * i, 4 * i + 4))
		.collect(Collectors.toUnmodifiableMap((entry) -> entry.substring(0, 2),
				(entry) -> Integer.valueOf(entry.substring(2))));

	private static final int SHORTEST = 15;

	@Override
	public FindingType type() {
		return FindingType.IBAN;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (passage.length() < SHORTEST) {
			return;
		}
		int index = passage.from();
		while (index + SHORTEST <= passage.text().length()) {
			int end = looksLikeStart(passage, index) ? endOfIban(passage, index) : -1;
			if (end > 0) {
				found.accept(new Span(FindingType.IBAN, index, end));
			}
			index = Math.max(index + 1, end);
		}
	}

	private static boolean looksLikeStart(Passage passage, int index) {
		return Fold.isAsciiLetter(passage.at(index)) && Fold.isAsciiLetter(passage.at(index + 1))
				&& Fold.isDigit(passage.at(index + 2)) && Fold.isDigit(passage.at(index + 3))
				&& !Character.isLetterOrDigit(passage.at(index - 1));
	}

	private static int endOfIban(Passage passage, int start) {
		String country = passage.text().substring(start, start + 2).toUpperCase(Locale.ROOT);
		int length = LENGTHS.getOrDefault(country, 0);
		StringBuilder number = new StringBuilder(length);
		int index = start;
		while (number.length() < length) {
			char c = passage.at(index);
			if (Fold.isAlphanumeric(c)) {
				number.append(c);
			}
			else if ((c != ' ' && c != '-') || !Fold.isAlphanumeric(passage.at(index + 1))) {
				return -1;
			}
			index++;
		}
		boolean right = length > 0 && !Fold.isAlphanumeric(passage.at(index))
				&& Checksums.mod97(number.substring(4) + number.substring(0, 4)) == 1;
		return right ? index : -1;
	}

}
