package dev.agentservice.guard.redact.link;

import java.util.Locale;
import java.util.Set;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.stage.Fold;

/**
 * Where a link or an image points, as a browser would understand it: entities decoded,
 * control characters and white space dropped, backslashes taken for slashes.
 *
 * @see <a href="https://url.spec.whatwg.org/#url-parsing">URL standard, parsing</a>
 */
final class Destination {

	private static final Pattern URL = Pattern.compile("(?is)^(?:([a-z][a-z0-9+.-]*):)?(/*)([^/?#]*)([^?#]*)(.*)$");

	/** A host without anything before it, and then a port, a path or a query. */
	private static final Pattern BARE_HOST = Pattern
		.compile("(?is)^(?:[a-z0-9_-]{1,63}\\.)+([a-z]{2,24})\\.?(?::[0-9]{1,5}(?:[/?#].*)?|[/?#].*)$");

	/** What files end with, and no domain does. */
	private static final Set<String> FILES = Set.of("html", "htm", "php", "asp", "aspx", "jsp", "js", "css", "json",
			"xml", "yaml", "yml", "txt", "csv", "png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "java", "cpp");

	private static final Set<String> FETCHED = Set.of("http", "https", "ftp", "ws", "wss");

	/** They run in the page. */
	private static final Set<String> SCRIPT = Set.of("javascript", "vbscript", "data");

	private static final Pattern PLAIN_HOST = Pattern.compile("(?:[a-z0-9-]{1,32}\\.){1,6}[a-z0-9-]{2,24}");

	private static final Pattern DOT = Pattern.compile("\\.");

	private static final int MOST_LABELS = 3;

	private static final int LONG_LABEL = 32;

	private static final int LONG_PATH = 256;

	/** A character that Markdown takes for itself. */
	private static final Pattern ESCAPE = Pattern.compile("\\\\([^a-zA-Z0-9\\s])");

	/** A run like this in a path is no word. A commit's hash is shorter. */
	private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9+=_~]{41,}|(?:%[0-9A-Fa-f]{2}[^%/]{0,3}){6,}");

	private final String host;

	/** How many characters stand before the host. */
	private final int user;

	private final String path;

	private final String query;

	private final boolean foreign;

	/** Whether it leads to one host in Markdown, and to another in HTML. */
	private final boolean ambiguous;

	private Destination(String authority, String path, String query, boolean foreign) {
		this(authority, path, query, foreign, false);
	}

	private Destination(String authority, String path, String query, boolean foreign, boolean ambiguous) {
		this.host = hostOf(authority);
		this.user = Math.max(0, authority.lastIndexOf('@'));
		this.path = path;
		this.query = query;
		this.foreign = foreign;
		this.ambiguous = ambiguous;
	}

	/**
	 * Where it leads. A backslash is a slash to a browser, but in Markdown it makes the
	 * next character an ordinary one: {@code https://a\@b/} leads to {@code a} there, and
	 * to {@code b} here.
	 */
	static Destination of(String written) {
		Destination plain = read(written);
		if (written.indexOf('\\') < 0) {
			return plain;
		}
		Destination unescaped = read(ESCAPE.matcher(written).replaceAll("$1"));
		return unescaped.foreign && !unescaped.host.equals(plain.host) ? unescaped.doubtful() : plain;
	}

	private static Destination read(String written) {
		String read = asBrowsersRead(written);
		Matcher matcher = URL.matcher(isBareHost(read) ? "//" + read : read);
		if (!matcher.find()) {
			return new Destination("", "", "", true);
		}
		String scheme = (matcher.group(1) != null) ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
		boolean authority = matcher.group(2).length() > 1 && (scheme.isEmpty() || !matcher.group(3).isEmpty());
		// Whatever application is behind another scheme: it is not this page.
		boolean fetched = FETCHED.contains(scheme) || (authority && !SCRIPT.contains(scheme));
		boolean foreign = fetched || SCRIPT.contains(scheme);
		return new Destination(fetched ? matcher.group(3) : "", matcher.group(4), matcher.group(5), foreign);
	}

	/** Whether following it leads away, to a host that is not trusted. */
	boolean leadsAway(Set<String> trusted) {
		return this.foreign && (this.ambiguous || !isTrusted(trusted));
	}

	private Destination doubtful() {
		return new Destination("@".repeat(this.user) + this.host, this.path, this.query, true, true);
	}

	/** Whether it is long enough, apart from its words, to take something along. */
	boolean carriesMoreThan(int characters) {
		return carried() > characters || this.path.length() > LONG_PATH || OPAQUE.matcher(this.path).find()
				|| this.host.isEmpty() || hasLongLabel();
	}

	/** How many characters it takes along that are no words, wherever they stand. */
	int carried() {
		return this.user + Math.max(0, this.query.length() - 1) + Opaque.count(this.path) + inSubdomains();
	}

	/** All of it. */
	String carrier() {
		return this.host + this.path + this.query;
	}

	/** Somebody has registered the last two labels. */
	private int inSubdomains() {
		int registered = this.host.lastIndexOf('.', this.host.lastIndexOf('.') - 1);
		if (registered <= 0) {
			return 0;
		}
		String free = this.host.substring(0, registered);
		// In lower case data looks much like words, but nobody needs that many labels.
		return (DOT.split(free).length > MOST_LABELS) ? free.length() : Opaque.count(free);
	}

	private static boolean isBareHost(String read) {
		Matcher matcher = BARE_HOST.matcher(read);
		return matcher.find() && !FILES.contains(matcher.group(1).toLowerCase(Locale.ROOT));
	}

	/**
	 * For the reader: what was taken out, and whither it led if that says nothing else.
	 */
	String removed(String what) {
		boolean plain = PLAIN_HOST.matches(this.host) && !hasLongLabel();
		String shown = this.host.startsWith("www.") ? this.host.substring(4) : this.host;
		return '(' + what + (plain ? " to " + shown : "") + " removed)";
	}

	private boolean hasLongLabel() {
		if (this.host.length() > 3 * LONG_LABEL) {
			return true;
		}
		for (String label : DOT.split(this.host)) {
			if (label.length() > LONG_LABEL) {
				return true;
			}
		}
		return false;
	}

	private boolean isTrusted(Set<String> trusted) {
		return trusted.contains(this.host)
				|| trusted.stream().anyMatch((host) -> host.startsWith("*.") && this.host.endsWith(host.substring(1)));
	}

	/** Without the user, whose name may be data, and the port. */
	private static String hostOf(String authority) {
		String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
		int port = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
		return (port > 0) ? host.substring(0, port) : host;
	}

	private static int asSent(int c) {
		return switch (c) {
			case '\\' -> '/';
			case ' ' -> '+';
			default -> c;
		};
	}

	private static String asBrowsersRead(String written) {
		StringBuilder read = new StringBuilder();
		Entities.decode(written).strip().codePoints().filter((c) -> c >= ' ').map(Destination::asSent).forEach((c) -> {
			int folded = Fold.of(c);
			read.appendCodePoint((folded == Fold.INVISIBLE) ? '-' : folded);
		});
		return read.toString();
	}

}
