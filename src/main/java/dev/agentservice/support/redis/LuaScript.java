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
import java.util.function.Function;
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

	private final Function<@Nullable Object, T> reader;

	private LuaScript(Function<String, Function<@Nullable Object, T>> reader, String... files) {
		String last = files[files.length - 1];
		this.name = last.substring(last.lastIndexOf('/') + 1);
		this.reader = reader.apply(this.name);
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
		return new LuaScript<>((name) -> typed(name, Long.class), files);
	}

	/** Loads a script that answers with text; otherwise like {@link #number}. */
	public static LuaScript<String> text(String... files) {
		return new LuaScript<>((name) -> typed(name, String.class), files);
	}

	/**
	 * Loads a script that answers with a table; otherwise like {@link #number}. Its
	 * elements are {@code String}, {@code Long}, {@code List}, or {@code null} for Lua's
	 * {@code false}.
	 */
	public static LuaScript<List<@Nullable Object>> list(String... files) {
		return new LuaScript<>(LuaScript::listed, files);
	}

	/**
	 * Loads a script that answers with a table; otherwise like {@link #number}.
	 * @param <R> what the table says
	 * @param reader makes it of the table, whose elements are as {@link #list(String...)}
	 * says
	 */
	public static <R> LuaScript<R> list(Function<List<@Nullable Object>, R> reader, String... files) {
		return new LuaScript<>((name) -> listed(name).andThen(reader), files);
	}

	/**
	 * Loads a script that answers with one word of a closed set; otherwise like
	 * {@link #number}.
	 * @param <E> the set
	 * @param outcomes its constants, in lower case, are the words; any other that the
	 * script answers with is an {@link IllegalStateException}
	 */
	public static <E extends Enum<E>> LuaScript<E> outcome(Class<E> outcomes, String... files) {
		return new LuaScript<>((name) -> new ScriptWords<>(name, outcomes)::outcome, files);
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
	 * @throws ClassCastException if it is of another type than the script promises
	 * @throws IllegalStateException if it is a word that the script does not promise
	 */
	T answer(@Nullable Object reply) {
		return this.reader.apply(reply);
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

	private static <R> Function<@Nullable Object, R> typed(String name, Class<R> type) {
		return (reply) -> {
			if (!type.isInstance(reply)) {
				throw new ClassCastException("The answer of " + name + " is no " + type.getSimpleName());
			}
			return type.cast(reply);
		};
	}

	// What List.class says about the list itself is all that can be checked of it.
	@SuppressWarnings("unchecked")
	private static Function<@Nullable Object, List<@Nullable Object>> listed(String name) {
		return typed(name, (Class<List<@Nullable Object>>) (Class<?>) List.class);
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
