package dev.agentservice.knowledge.evaluate.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Vectors by what they were made of. The file has a line that says what it is, then one
 * record for each text, in the order of their keys: the first 12 bytes of the SHA-256 of
 * the text, and one signed byte for each number, the largest being 127: vectors have the
 * length 1, so that their scale need not be stored. A cosine changes by less than 0.01.
 */
public final class StoredVectors {

	private static final int KEY = 12;

	private static final int MOST = 127;

	private final String model;

	private final int dimension;

	private final Map<String, byte[]> records = new TreeMap<>();

	/** None so far. */
	public StoredVectors(String model, int dimension) {
		this.model = model;
		this.dimension = dimension;
	}

	/**
	 * Reads a file; none if it is not there.
	 * @throws IllegalArgumentException if it is damaged, or of another model
	 */
	public static StoredVectors read(Path file, String model, int dimension) {
		StoredVectors vectors = new StoredVectors(model, dimension);
		if (Files.exists(file)) {
			try {
				vectors.take(Files.readAllBytes(file), file);
			}
			catch (IOException ex) {
				throw new IllegalArgumentException(file + " cannot be read", ex);
			}
		}
		return vectors;
	}

	private void take(byte[] content, Path file) {
		byte[] header = header();
		int record = record();
		if (content.length < header.length || (content.length - header.length) % record != 0
				|| !Arrays.equals(header, Arrays.copyOf(content, header.length))) {
			throw new IllegalArgumentException(
					file + " is damaged or of another model: make it anew with --make-vectors");
		}
		ByteBuffer bytes = ByteBuffer.wrap(content).position(header.length);
		while (bytes.hasRemaining()) {
			byte[] key = new byte[KEY];
			byte[] rest = new byte[record - KEY];
			bytes.get(key).get(rest);
			this.records.put(HexFormat.of().formatHex(key), rest);
		}
	}

	/** Writes a file. */
	public void write(Path file) {
		ByteBuffer bytes = ByteBuffer.allocate(header().length + this.records.size() * record());
		bytes.put(header());
		this.records.forEach((key, rest) -> bytes.put(HexFormat.of().parseHex(key)).put(rest));
		try {
			Files.write(file, bytes.array());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** How many there are. */
	public int size() {
		return this.records.size();
	}

	/** The vector that was made of a text, with the length 1. */
	public Optional<float[]> of(String text) {
		return Optional.ofNullable(this.records.get(key(text))).map(this::unpacked);
	}

	/** Keeps one. */
	public void put(String text, float[] vector) {
		float most = 0;
		for (float number : vector) {
			most = Math.max(most, Math.abs(number));
		}
		float scale = (most == 0) ? 1 : most / MOST;
		ByteBuffer rest = ByteBuffer.allocate(this.dimension);
		for (float number : vector) {
			rest.put((byte) Math.round(number / scale));
		}
		this.records.put(key(text), rest.array());
	}

	private float[] unpacked(byte[] record) {
		float[] vector = new float[this.dimension];
		double square = 0;
		for (int i = 0; i < this.dimension; i++) {
			vector[i] = record[i];
			square += (double) vector[i] * vector[i];
		}
		double length = Math.sqrt(square);
		for (int i = 0; i < this.dimension; i++) {
			vector[i] = (float) (vector[i] / length);
		}
		return vector;
	}

	private byte[] header() {
		return ("vectors " + this.model + "@" + this.dimension + " int8\n").getBytes(StandardCharsets.UTF_8);
	}

	private int record() {
		return KEY + this.dimension;
	}

	private static String key(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash, 0, KEY);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
