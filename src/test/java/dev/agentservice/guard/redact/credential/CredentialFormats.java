package dev.agentservice.guard.redact.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Builds credentials from descriptions of their formats, the same ones from the same
 * seed.
 */
public final class CredentialFormats {

	private static final Map<String, String> FORMATS = load();

	private CredentialFormats() {
	}

	public static List<String> kinds() {
		return FORMATS.keySet().stream().sorted().toList();
	}

	public static Example example(String kind, long seed) {
		String marked = generate(Objects.requireNonNull(FORMATS.get(kind), kind), new Random(seed));
		int start = marked.indexOf('\u00ab');
		int end = marked.indexOf('\u00bb');
		String before = marked.substring(0, start);
		String secret = marked.substring(start + 1, end);
		return new Example(before, secret, marked.substring(end + 1));
	}

	/** A private key in PEM armour, with so many lines of base64. */
	static String privateKey(String label, int lines, long seed) {
		Random random = new Random(seed);
		StringBuilder key = new StringBuilder("-".repeat(5) + "BEGIN " + label + "-".repeat(5) + '\n');
		for (int i = 0; i < lines; i++) {
			key.append(generate("[A-Za-z0-9+/]{64}", random)).append('\n');
		}
		return key + "-".repeat(5) + "END " + label + "-".repeat(5);
	}

	/** Classes with a count become random characters, the rest stays. */
	public static String generate(String format, Random random) {
		StringBuilder text = new StringBuilder();
		int index = 0;
		while (index < format.length()) {
			int close = format.indexOf("]{", index);
			if (format.charAt(index) != '[' || close < 0) {
				text.append(format.charAt(index++));
				continue;
			}
			int end = format.indexOf('}', close);
			String alphabet = alphabet(format.substring(index + 1, close));
			random.ints(Integer.parseInt(format.substring(close + 2, end)), 0, alphabet.length())
				.forEach((i) -> text.append(alphabet.charAt(i)));
			index = end + 1;
		}
		return text.toString();
	}

	private static String alphabet(String set) {
		StringBuilder alphabet = new StringBuilder();
		for (int i = 0; i < set.length(); i++) {
			boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
			for (char c = set.charAt(i); c <= set.charAt(range ? i + 2 : i); c++) {
				alphabet.append(c);
			}
			i += range ? 2 : 0;
		}
		return alphabet.toString();
	}

	private static Map<String, String> load() {
		try (InputStream file = Objects
			.requireNonNull(CredentialFormats.class.getResourceAsStream("/guard/credential-formats.yaml"))) {
			return new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A text with a credential.
	 *
	 * @param before what stands before it
	 * @param secret itself
	 * @param after what stands behind it
	 */
	public record Example(String before, String secret, String after) {

		public String text() {
			return before() + secret() + after();
		}

		String redacted() {
			return before() + "[credential]" + after();
		}

	}

}
