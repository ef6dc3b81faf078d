package dev.agentservice.guard.redact;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.agentservice.guard.redact.credential.CredentialDetector;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.leak.Instructions;
import dev.agentservice.guard.redact.link.LinkJudge;
import dev.agentservice.guard.redact.personal.PersonalDetectors;
import dev.agentservice.guard.redact.stage.Detector;
import tools.jackson.databind.JsonNode;

/**
 * Redacts texts, streams and JSON as a policy says. Building one compiles many patterns;
 * it is then shared by all threads.
 */
public final class Redactors {

	private final RedactionPolicy policy;

	/** In the order in which they are right where two see something in the same place. */
	private final List<Detector> detectors;

	private Redactors(RedactionPolicy policy) {
		this.policy = policy;
		this.detectors = Stream
			.concat(Stream.of(CredentialDetector.ofAllKinds()), PersonalDetectors.of(policy.phoneRegions()).stream())
			.filter((detector) -> policy.looksFor(detector.type()))
			.toList();
	}

	/** Redactors that do as the policy says. */
	public static Redactors of(RedactionPolicy policy) {
		return new Redactors(policy);
	}

	/**
	 * For a text that comes in pieces.
	 * @param own what its reader supplied and may read
	 * @param instructions what it must not repeat
	 */
	public StreamRedactor stream(OwnValues own, Instructions instructions) {
		return stream(own, instructions, new LinkJudge(this.policy), "");
	}

	/** For a text that comes in pieces, of which nobody supplied anything. */
	public StreamRedactor stream() {
		return stream(new OwnValues(), Instructions.none());
	}

	/**
	 * A whole text, which is a stream in one piece.
	 * @param own what its reader supplied and may read
	 * @param instructions what it must not repeat
	 */
	public Redacted<String> redact(String text, OwnValues own, Instructions instructions) {
		return whole(stream(own, instructions), text);
	}

	/** A whole text, of which nobody supplied anything. */
	public Redacted<String> redact(String text) {
		return whole(stream(), text);
	}

	/**
	 * All values of a JSON tree, and the names of its fields. It stays valid JSON; a
	 * number in which something is found becomes a string. A value's name counts as the
	 * words before it.
	 * @param tree is not changed
	 * @param own what may go out
	 * @param instructions what must not
	 */
	public Redacted<JsonNode> redact(JsonNode tree, OwnValues own, Instructions instructions) {
		LinkJudge links = new LinkJudge(this.policy);
		JsonRedactor json = new JsonRedactor((name) -> stream(own, instructions, links, name));
		return new Redacted<>(json.redact(tree), json.redactions());
	}

	/** Tells of everything that is found in a text, before it is taken out. */
	void find(String text, BiConsumer<FindingType, String> seen) {
		whole(stream(new OwnValues(), Instructions.none(), new LinkJudge(this.policy), "", seen), text);
	}

	private StreamRedactor stream(OwnValues own, Instructions instructions, LinkJudge links, String before) {
		return stream(own, instructions, links, before, (_, _) -> {
		});
	}

	private StreamRedactor stream(OwnValues own, Instructions instructions, LinkJudge links, String before,
			BiConsumer<FindingType, String> seen) {
		Findings findings = new Findings(this.policy, own::contains, seen);
		return new StreamRedactor(findings,
				(exit) -> new StageChain(this.policy, this.detectors).to(findings, instructions, links, before, exit));
	}

	private static Redacted<String> whole(StreamRedactor redactor, String text) {
		String content = redactor.accept(text) + redactor.finish();
		return new Redacted<>(content, redactor.redactions());
	}

}
