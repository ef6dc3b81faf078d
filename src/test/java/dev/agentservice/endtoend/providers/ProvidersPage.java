package dev.agentservice.endtoend.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/providers.md} from what came of all scenarios.
 */
final class ProvidersPage {

	private static final String HEAD = """
			# Providers

			How each provider speaks, and what the service makes of it. Made by `scripts/providers`, which runs the service against simulated
			providers over real sockets; a test compares. The simulated ones speak each dialect as its reference and its users describe it, and
			refuse what the real one refuses: ids and names of tool calls, missing or foreign thoughts, unknown parameters.

			Each row is asked streamed and plain, the latter of a service that must not ask for streams (`omit: stream`), and must come out the
			same: what the client gets is its status with the answer or the problem's
			code, in brackets the tools with their outcome, then the notices. Behind calls and thoughts the client's next tasks in the same session,
			to the same agent and to one of another provider, are answered as well. In every row no request was illegal, no thought was shown, and
			the ledger is the provider's bill to the nano-dollar; where a provider reports nothing, or breaks off, it is a counted estimate and
			at least nine tenths of the bill.

			A few providers want the turns of other models in a form of their own (Mistral, DeepSeek, Kimi, Gemini). They are known by their host, or by
			their name in the configuration: behind a proxy call them `mistral`, `deepseek`, `kimi` or `gemini`.

			""";

	private ProvidersPage() {
	}

	static String of(List<Outcome> outcomes) {
		StringBuilder page = new StringBuilder(HEAD);
		Outcome.Money all = outcomes.stream()
			.map(Outcome::money)
			.reduce(new Outcome.Money(0, 0, 0, 0), Outcome.Money::plus);
		long reported = outcomes.stream().filter((outcome) -> outcome.money().unreported() == 0).count();
		long exact = outcomes.stream()
			.filter((outcome) -> outcome.money().unreported() == 0
					&& outcome.money().charged() == outcome.money().billed())
			.count();
		page.append("Rows: ")
			.append(outcomes.size())
			.append(", illegal requests: ")
			.append(outcomes.stream().mapToLong(Outcome::illegal).sum())
			.append(". Reported by the provider in full: ")
			.append(reported)
			.append(", of these charged to the nano-dollar: ")
			.append(exact)
			.append(". Charged less than nine tenths of the bill: ")
			.append(outcomes.stream()
				.filter((outcome) -> outcome.money().charged() < Outcome.Money.LEAST * outcome.money().billed())
				.count())
			.append(all.reserved() == 0 ? ". Left reserved: nothing.\n" : ". Left reserved: something.\n");
		for (Dialect dialect : Dialect.values()) {
			append(page, dialect, outcomes.stream().filter((outcome) -> outcome.dialect() == dialect).toList());
		}
		return page.toString();
	}

	private static void append(StringBuilder page, Dialect dialect, List<Outcome> outcomes) {
		page.append("\n## ").append(dialect.title()).append("\n\n");
		if (!dialect.settings().isEmpty()) {
			page.append("Configured, beside its address, key and prices, with ")
				.append(new TreeMap<>(dialect.settings()).entrySet()
					.stream()
					.map((setting) -> "`" + setting.getKey() + ": " + setting.getValue() + "`")
					.collect(Collectors.joining(", ")))
				.append(".\n\n");
		}
		page.append("| | it says | what happens | plain | streamed |\n");
		page.append("|---|---|---|---|---|\n");
		Dialect.Topic last = null;
		for (Scenario scenario : Scenario.values()) {
			List<Outcome> both = outcomes.stream().filter((outcome) -> outcome.scenario() == scenario).toList();
			List<String> cells = new ArrayList<>();
			boolean first = scenario.topic() != last;
			last = scenario.topic();
			cells.add(first ? scenario.topic().name().toLowerCase(Locale.ROOT) : "");
			cells.add(first ? dialect.says(scenario.topic()) : "");
			cells.add(scenario.happens());
			both.forEach((outcome) -> cells.add(cell(outcome)));
			page.append("| ").append(String.join(" | ", cells)).append(" |\n");
		}
	}

	private static String cell(Outcome outcome) {
		List<String> broken = outcome.broken();
		return broken.isEmpty() ? "✓ " + outcome.got() : "✗ " + String.join("; ", broken);
	}

}
