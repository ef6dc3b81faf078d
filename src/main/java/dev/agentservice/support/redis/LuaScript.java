package dev.agentservice.support.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A Lua script as Redis runs it. It is put together from files in {@code lua/} on the
 * class path: fragments that define shared local functions first, the script itself last.
 * Immutable.
 *
 * @param <T> what it answers with
 */
public final class LuaScript<T> {

	/** The line as Redis 6 and 7 say it. */
	private static final Pattern LINE = Pattern.compile("user_script: ?(\\d{1,6})");

	private final String name;

	private final List<String> files;

	private final String source;

	private final String sha1;

	private final Class<T> answer;

	private LuaScript(Class<T> answer, String... files) {
		String last = files[files.length - 1];
		this.answer = answer;
		this.name = last.substring(last.lastIndexOf('/') + 1);
		this.files = List.of(files);
		this.source = this.files.stream().map(LuaScript::read).collect(Collectors.joining("\n"));
		this.sha1 = sha1(this.source);
	}

	/**
	 * Loads a script that answers with an integer.
	 * @param files paths of files below {@code lua/}, without {@code .lua}: fragments,
	 * then the script
	 * @return the script, named as the last file is, without its folder
	 * @throws IllegalArgumentException if there is no such file
	 */
	public static LuaScript<Long> number(String... files) {
		return new LuaScript<>(Long.class, files);
	}

	/** Loads a script that answers with text; otherwise like {@link #number}. */
	public static LuaScript<String> text(String... files) {
		return new LuaScript<>(String.class, files);
	}

	/**
	 * Loads a script that answers with a table; otherwise like {@link #number}. Its
	 * elements are {@code String}, {@code Long}, {@code List}, or {@code null} for Lua's
	 * {@code false}.
	 */
	// What List.class says about the list itself is all that can be checked of it.
	@SuppressWarnings("unchecked")
	public static LuaScript<List<@Nullable Object>> list(String... files) {
		return new LuaScript<>((Class<List<@Nullable Object>>) (Class<?>) List.class, files);
	}

	/** The name in metrics, for example {@code session-open}. */
	public String name() {
		return this.name;
	}

	/** The whole text, fragments included. */
	public String source() {
		return this.source;
	}

	/** The SHA-1 by which Redis knows the text, lower-case hexadecimal. */
	public String sha1() {
		return this.sha1;
	}

	/**
	 * The answer in its type.
	 * @throws ClassCastException if the script broke its contract
	 */
	T answer(@Nullable Object reply) {
		if (!this.answer.isInstance(reply)) {
			throw new ClassCastException("The answer of " + this.name + " is no " + this.answer.getSimpleName());
		}
		return this.answer.cast(reply);
	}

	/**
	 * Where a script failed. Redis counts the lines of the whole text.
	 * @param error what Redis says
	 * @return a file and a line of it, or nothing if Redis names none
	 */
	Optional<String> place(@Nullable String error) {
		Matcher matcher = LINE.matcher(Objects.requireNonNullElse(error, ""));
		if (!matcher.find()) {
			return Optional.empty();
		}
		long line = Long.parseLong(matcher.group(1));
		for (String file : this.files) {
			// Between two files there is one end of line more.
			long lines = read(file).chars().filter((character) -> character == '\n').count() + 1;
			if (line <= lines) {
				return Optional.of(file + ".lua:" + line);
			}
			line -= lines;
		}
		return Optional.empty();
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static String read(String file) {
		String path = "/lua/" + file + ".lua";
		try (InputStream in = LuaScript.class.getResourceAsStream(path)) {
			if (in == null) {
				throw new IllegalArgumentException("No Lua script " + path + " on the class path");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String sha1(String source) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-1", ex);
		}
	}

}
