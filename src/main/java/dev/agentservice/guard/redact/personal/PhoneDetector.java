package dev.agentservice.guard.redact.personal;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Passage;

/**
 * Telephone numbers: international ones; those in a shape that only telephone numbers
 * have and that are valid in a configured region; and whatever stands next to a word
 * about telephones. A bare row of digits without such a word is none.
 *
 * @see <a href="https://github.com/google/libphonenumber">libphonenumber</a>
 */
final class PhoneDetector extends PatternDetector {

	private static final int SHORTEST = 7;

	/** ITU-T E.164. */
	private static final int LONGEST = 15;

	/** Right before the number they say it even of a bare row of digits. */
	private static final Pattern NAMED = Pattern.compile(
			"(?:(?:phone|telefono?|t\\x{e9}l\\x{e9}phone|\\btel|mobile?|\\bcell|\\bfax|whatsapp|\\bsms|hotline|\\bdesk|"
					+ "\\boffice|\\bhome|\\bwork|handy|rufnummer|\\bm\\x{f3}vil|celular)(?:[ _-]?(?:number|no|nr))?|"
					+ "\\bdial|\\b(?:call|text|ring|reach) (?:me|us|him|her|them))"
					+ "[^\\p{L}\\p{N}]{0,4}(?:(?:is|was|at|on|to|under|back)[^\\p{L}\\p{N}]{1,3})?$");

	/** Anywhere before it they say it of a number that is written in groups. */
	private static final Pattern NEAR = Pattern
		.compile("phone|telef|\\btel\\b|mobil|\\bcell|\\bfax|whatsapp|\\bsms\\b|\\bcall(?:ed|ing)?\\b|\\bdial|hotline|"
				+ "\\b(?:texts?|messages?|reach|contact|ring|registered)\\b|\\b(?:my|your|his|her|their|our) number\\b|"
				+ "rufnummer|\\bm\\x{f3}vil|celular");

	private static final Pattern LABEL = Pattern
		.compile("^[ -](?:office|mobile|fax|home|work|desk|cell|tel|phone|direct)\\b");

	private static final Pattern DATE = Pattern.compile(
			"^(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)?[0-9]{2})(?: [0-9]{1,2})?$");

	private static final Pattern SHAPE = Pattern.compile("^(?:(?:1[-. ])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[-. ])"
			+ "[2-9][0-9]{2}[-. ][0-9]{4}|\\(?0[1-9][0-9]{0,4}\\)?(?:[-. /]+[0-9]{2,8}){1,5}|\\([0-9]{2,5}\\)(?:[-. ]?[0-9]{2,8}){1,3})$");

	private final List<String> regions;

	private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

	PhoneDetector(List<String> regions) {
		super(FindingType.PHONE, "(?:\\+ ?|\\b00|\\()?[0-9][0-9().\\-/ ]{4,26}[0-9](?: ?(?:x|ext\\.?) ?[0-9]{1,6})?");
		this.regions = regions;
	}

	@Override
	boolean mayContain(Passage passage) {
		return passage.digits() >= SHORTEST;
	}

	@Override
	boolean confirms(Passage passage, int start, int end) {
		String written = passage.lower().substring(start, end);
		String number = written.split("x|e", 2)[0].strip();
		long digits = number.chars().filter(Fold::isDigit).count();
		if (digits < SHORTEST || digits > LONGEST + 2 || DATE.matcher(number).matches()
				|| isPiece(passage, start, end)) {
			return false;
		}
		String before = passage.near(start);
		boolean grouped = digits < number.length();
		return isInternational(number) || NAMED.matcher(before).find() || isLabelled(passage, end, grouped)
				|| (grouped && (NEAR.matcher(before).find() || isNational(number)));
	}

	/**
	 * Behind a bare row of digits only a hyphen makes a label of the word: "1234567 work
	 * items".
	 */
	private static boolean isLabelled(Passage passage, int end, boolean grouped) {
		return (grouped || passage.at(end) == '-') && LABEL.matcher(passage.lower().substring(end)).find();
	}

	private static boolean isPiece(Passage passage, int start, int end) {
		boolean labelled = passage.at(end) == '-' && Fold.isAsciiLetter(passage.at(end + 1));
		return !Boundary.isCleanBefore(passage, start) || (!labelled && !Boundary.isCleanAfter(passage, end));
	}

	private boolean isInternational(String number) {
		boolean plus = number.startsWith("+");
		return (plus || number.startsWith("00"))
				&& parsed(plus ? number : '+' + number.substring(2), "ZZ").filter(this.numbers::isPossibleNumber)
					.isPresent();
	}

	private boolean isNational(String number) {
		Predicate<PhoneNumber> valid = this.numbers::isValidNumber;
		return SHAPE.matcher(number).matches()
				&& this.regions.stream().anyMatch((region) -> parsed(number, region).filter(valid).isPresent());
	}

	private Optional<PhoneNumber> parsed(String number, String region) {
		try {
			return Optional.of(this.numbers.parse(number, region));
		}
		catch (NumberParseException ex) {
			return Optional.empty();
		}
	}

}
