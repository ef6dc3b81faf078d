package dev.agentservice.guard.redact.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Passage;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The form of one kind of credential.
 *
 * @param id names the kind
 * @param keywords one of these, in lower case, must stand in or shortly before it
 * @param pattern what it looks like; its first group, if any, is what is taken out
 * @param shortest how many characters the word it stands in has at least
 * @param entropy least Shannon entropy in bits per character
 * @param mixed whether it needs both letters and something else
 */
record CredentialRule(String id, List<String> keywords, Pattern pattern, int shortest, double entropy, boolean mixed) {

	private static final int USUALLY_SHORTEST = 15;

	private static final String SIGNS = "!#$%^*+@~";

	private static final String RULES = "/guard/credentials.yaml";

	/** All that are known, in the order in which they are asked. */
	static List<CredentialRule> load() {
		try (InputStream file = Objects.requireNonNull(CredentialRule.class.getResourceAsStream(RULES), RULES)) {
			List<Map<String, Object>> entries = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
			return entries.stream().map(CredentialRule::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static CredentialRule of(Map<String, Object> entry) {
		List<String> keywords = ((List<?>) field(entry, "keywords")).stream().map(String::valueOf).toList();
		int shortest = Integer.parseInt(entry.getOrDefault("shortest", USUALLY_SHORTEST).toString());
		double entropy = Double.parseDouble(entry.getOrDefault("entropy", "0").toString());
		return new CredentialRule(field(entry, "id").toString(), keywords,
				Pattern.compile(field(entry, "pattern").toString()), shortest, entropy,
				Boolean.parseBoolean(entry.getOrDefault("mixed", "false").toString()));
	}

	private static Object field(Map<String, Object> entry, String name) {
		return Objects.requireNonNull(entry.get(name), () -> RULES + ": an entry has no " + name);
	}

	/** Whether only a part of what the pattern describes is the credential. */
	boolean readsContext() {
		return this.pattern.groupCount() > 0;
	}

	/** Whether it is worth trying the pattern. */
	boolean mayOccur(Passage passage) {
		if (passage.length() < this.shortest || (this.mixed && !hasSign(passage.text(), passage.from()))) {
			return false;
		}
		int from = readsContext() ? 0 : passage.from();
		for (String keyword : this.keywords) {
			if (passage.lower().indexOf(keyword, from) >= 0) {
				return true;
			}
		}
		return false;
	}

	/** Whether the value looks random enough. */
	boolean accepts(String value) {
		return (!this.mixed || isMixed(value)) && (this.entropy <= 0 || entropyOf(value) >= this.entropy);
	}

	private static boolean isMixed(String value) {
		return value.chars().anyMatch(Character::isLetter) && hasSign(value, 0);
	}

	private static boolean hasSign(String text, int from) {
		for (int i = from; i < text.length(); i++) {
			if (Fold.isDigit(text.charAt(i)) || SIGNS.indexOf(text.charAt(i)) >= 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Bits per character.
	 *
	 * @see <a href="https://doi.org/10.1002/j.1538-7305.1948.tb01338.x">C. E. Shannon, A
	 * mathematical theory of communication, 1948</a>
	 */
	static double entropyOf(String value) {
		int[] counts = new int[128];
		value.chars().forEach((c) -> counts[Math.min(c, 127)]++);
		double bits = 0;
		for (int count : counts) {
			if (count > 0) {
				double share = (double) count / value.length();
				bits -= share * Math.log(share) / Math.log(2);
			}
		}
		return bits;
	}

}
