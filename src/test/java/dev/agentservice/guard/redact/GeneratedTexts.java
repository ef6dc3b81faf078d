package dev.agentservice.guard.redact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.agentservice.guard.redact.AnnotatedText.Value;
import dev.agentservice.guard.redact.credential.CredentialFormats;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.personal.PersonalExamples;

/**
 * Sentences with values that are made when they are needed, the same ones from the same
 * seed, so that no file holds anything that looks like a secret; and sentences with what
 * only looks like a value.
 */
public final class GeneratedTexts {

	private static final int EACH = 40;

	/** Where a value may stand. */
	private static final List<String> SENTENCES = List.of("Here it is: %s, as agreed.", "%s", "(%s) is on file.",
			"Ja, das ist %s.\nSonst noch etwas?", "| value | %s |", "It was \"%s\", I think.", "C'est %s !");

	/** Country, and the national part as {@link CredentialFormats#generate} has it. */
	private static final List<String> IBANS = List.of("DE[0-9]{18}", "GB[A-Z]{4}[0-9]{14}", "FR[0-9]{23}",
			"ES[0-9]{20}", "NL[A-Z]{4}[0-9]{10}", "CH[0-9]{17}", "AT[0-9]{16}", "BE[0-9]{12}", "PL[0-9]{24}",
			"SE[0-9]{20}", "NO[0-9]{11}", "IE[A-Z]{4}[0-9]{14}");

	private final Random random;

	private final List<AnnotatedText> texts = new ArrayList<>();

	private GeneratedTexts(long seed) {
		this.random = new Random(seed);
	}

	/** All sentences of a seed. */
	public static List<AnnotatedText> all(long seed) {
		GeneratedTexts generated = new GeneratedTexts(seed);
		generated.credentials();
		generated.phones();
		generated.nationalIds();
		for (int i = 0; i < EACH; i++) {
			generated.add(FindingType.EMAIL, generated.email());
			generated.add(FindingType.PAYMENT_CARD, generated.card());
			generated.add(FindingType.IBAN, generated.iban());
			generated.add(FindingType.IP_ADDRESS, generated.address());
			generated.harmless();
		}
		return List.copyOf(generated.texts);
	}

	/**
	 * Private keys in armour are left out: they are taken out line by line, so nobody
	 * tells of one value.
	 */
	private void credentials() {
		for (String kind : CredentialFormats.kinds()) {
			for (int i = 0; i < 3; i++) {
				CredentialFormats.Example example = CredentialFormats.example(kind, this.random.nextLong());
				add("Use this. " + example.before(), FindingType.CREDENTIAL, example.secret(), example.after());
			}
		}
	}

	/** libphonenumber has an example of each country and type. */
	private void phones() {
		PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
		for (String region : RedactionPolicy.standard().phoneRegions()) {
			for (PhoneNumberType type : List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)) {
				PhoneNumber number = numbers.getExampleNumberForType(region, type);
				add(FindingType.PHONE, numbers.format(number, PhoneNumberFormat.INTERNATIONAL));
				add(FindingType.PHONE, numbers.format(number, PhoneNumberFormat.E164));
				add("Please call ", FindingType.PHONE, numbers.format(number, PhoneNumberFormat.NATIONAL),
						" before noon.");
			}
		}
	}

	private void nationalIds() {
		PersonalExamples.nationalIds()
			.forEach((example) -> add("On file: " + example.get()[1], FindingType.NATIONAL_ID,
					String.valueOf(example.get()[2]), ", she said."));
		for (int i = 0; i < EACH; i++) {
			int area = 1 + this.random.nextInt(665);
			add(FindingType.NATIONAL_ID,
					"%03d-%02d-%04d".formatted(area, 1 + this.random.nextInt(99), 1 + this.random.nextInt(9999)));
		}
	}

	private void harmless() {
		String card = card();
		int wrong = (card.charAt(9) - '0' + 1 + this.random.nextInt(8)) % 10;
		none(card.substring(0, 9) + wrong + card.substring(10));
		String iban = iban();
		none(iban.substring(0, 2) + "%02d".formatted((Integer.parseInt(iban.substring(2, 4)) + 1) % 97)
				+ iban.substring(4));
		none("order " + (1_000_000_000L + this.random.nextInt(900_000_000)));
		none(new UUID(this.random.nextLong(), this.random.nextLong()).toString());
		none("commit " + CredentialFormats.generate("[0-9a-f]{40}", this.random));
		none("version %d.%d.%d.%d".formatted(this.random.nextInt(9), this.random.nextInt(20), this.random.nextInt(9),
				this.random.nextInt(99)));
		none("2026-%02d-%02d %02d:%02d:07".formatted(1 + this.random.nextInt(12), 1 + this.random.nextInt(28),
				this.random.nextInt(24), this.random.nextInt(60)));
		none("a password of " + (8 + this.random.nextInt(20)) + " characters");
		none("$%d,%03d.%02d".formatted(1 + this.random.nextInt(900), this.random.nextInt(1000),
				this.random.nextInt(100)));
	}

	private String email() {
		String user = CredentialFormats.generate("[a-z]{6}[a-z0-9]{2}", this.random);
		String tag = this.random.nextBoolean() ? "" : ".x+" + this.random.nextInt(100);
		return user + tag + "@" + CredentialFormats.generate("[a-z]{7}", this.random)
				+ List.of(".example.com", ".example.org", ".co.uk", ".de").get(this.random.nextInt(4));
	}

	private String card() {
		String card = PersonalExamples
			.card(List.of("4", "51", "55", "2221", "6011", "3528").get(this.random.nextInt(6)), 16, this.random);
		return this.random.nextBoolean() ? card : card.replaceAll("(.{4})(?=.)", "$1 ");
	}

	/** Check digits as ISO 13616 has them: 98 - (the number with 00 mod 97). */
	private String iban() {
		String national = CredentialFormats.generate(IBANS.get(this.random.nextInt(IBANS.size())), this.random);
		String country = national.substring(0, 2);
		String account = national.substring(2);
		StringBuilder digits = new StringBuilder();
		(account + country + "00").chars().forEach((c) -> digits.append(Character.digit(c, 36)));
		int check = 98 - new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue();
		String iban = country + "%02d".formatted(check) + account;
		return this.random.nextBoolean() ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
	}

	private String address() {
		return this.random.nextBoolean()
				? "%d.%d.%d.%d".formatted(11 + this.random.nextInt(100), this.random.nextInt(256),
						this.random.nextInt(256), 1 + this.random.nextInt(254))
				: "2001:db8:" + Integer.toHexString(1 + this.random.nextInt(65_535)) + "::"
						+ Integer.toHexString(1 + this.random.nextInt(65_535));
	}

	private void add(FindingType type, String value) {
		String[] sentence = sentence();
		add(sentence[0], type, value, sentence[1]);
	}

	private void add(String before, FindingType type, String value, String after) {
		this.texts.add(new AnnotatedText(before + value + after,
				List.of(new Value(type, before.length(), before.length() + value.length()))));
	}

	private void none(String text) {
		this.texts.add(new AnnotatedText(String.join(text, sentence()), List.of()));
	}

	private String[] sentence() {
		return SENTENCES.get(this.random.nextInt(SENTENCES.size())).split("%s", -1);
	}

}
