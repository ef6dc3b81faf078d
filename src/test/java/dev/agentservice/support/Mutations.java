package dev.agentservice.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Documents that were nearly right: bytes of a good one dropped, doubled, changed,
 * exchanged for what is hard to read. The same ones from the same seed.
 */
final class Mutations {

	private static final long SEED = 20261123;

	private static final List<String> SHREDS = List.of("\"", "\\", "\\u", "\\ud83d", "{", "}", "[", "]", ",", ":",
			"null", "true", "-", "1e999999999", "1E-400", "0.1.2", "9".repeat(400), "\u0000", "\uFEFF", "\u202E", "\n",
			"//", "/*", "{\"a\":", "[[[[", "\"task\":", "\"role\":\"tool\"", "\"content\":[{\"type\":\"text\"}]", "NaN",
			"Infinity", "'");

	private Mutations() {
	}

	/** So many of a document's, each changed in one to five places. */
	static Stream<byte[]> of(String document, int count) {
		Random random = new Random(SEED);
		return Stream.generate(() -> mutated(document, random)).limit(count);
	}

	private static byte[] mutated(String document, Random random) {
		List<Byte> bytes = new ArrayList<>();
		for (byte each : document.getBytes(StandardCharsets.UTF_8)) {
			bytes.add(each);
		}
		for (int changes = 1 + random.nextInt(5); changes > 0 && !bytes.isEmpty(); changes--) {
			change(bytes, random.nextInt(bytes.size()), random);
		}
		byte[] mutated = new byte[bytes.size()];
		for (int i = 0; i < mutated.length; i++) {
			mutated[i] = bytes.get(i);
		}
		return mutated;
	}

	private static void change(List<Byte> bytes, int at, Random random) {
		switch (random.nextInt(5)) {
			case 0 -> bytes.remove(at);
			case 1 -> bytes.set(at, (byte) random.nextInt(256));
			case 2 -> bytes.subList(at, Math.min(bytes.size(), at + random.nextInt(20))).clear();
			case 3 -> bytes.addAll(at, List.copyOf(bytes.subList(at, Math.min(bytes.size(), at + random.nextInt(30)))));
			default -> {
				byte[] shred = SHREDS.get(random.nextInt(SHREDS.size())).getBytes(StandardCharsets.UTF_8);
				for (int i = shred.length - 1; i >= 0; i--) {
					bytes.add(at, shred[i]);
				}
			}
		}
	}

}
