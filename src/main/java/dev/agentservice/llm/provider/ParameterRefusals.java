package dev.agentservice.llm.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.refusal.ProviderRefusal;
import dev.agentservice.llm.settings.OptionalParameter;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ReasoningForm;
import dev.agentservice.llm.settings.RequestFacts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds out which parameter of the request a provider refused, and how to correct it.
 * Only parameters that were sent can be at fault. A value out of range is no such
 * refusal: the parameter is known then.
 */
final class ParameterRefusals {

	/** Servers' codes for a parameter, or a value of it, that a model does not have. */
	private static final Set<String> CODES = Set.of("unsupportedparameter", "unsupportedvalue", "unknownparameter",
			"unrecognizedparameter", "extraforbidden");

	/** A fault of one conversation says nothing about its model. */
	private static final Pattern ABOUT_MESSAGES = Pattern.compile("\\W*(messages|input|contents)[.\\[]");

	private static final Pattern SENTENCE = Pattern
		.compile("unsupported (parameter|value)|(are|is) not (supported|permitted|accepted|allowed)|not supported"
				+ "|(does not|doesn't) support|unrecognized (request argument|parameter)|unknown (name|parameter|field)"
				+ "|unsupported for streaming|extra inputs are not permitted|extraneous key|cannot find field|supported values are");

	private static final Pattern VALUE = Pattern
		.compile("unsupported value|supported values are|does not support '|type\\.disabled");

	private static final Pattern ONLY_NONE = Pattern.compile("set reasoning_effort to '?none'?");

	private static final Pattern NOT_ADAPTIVE = Pattern
		.compile("adaptive\"? ?(thinking)? ?(is|are) not|(does not|doesn't) support adaptive");

	private ParameterRefusals() {
	}

	/**
	 * Possible corrections of a refused request.
	 * @param body the request
	 * @param facts the facts that it was written with
	 * @return the corrections to try, the best first; empty if no parameter is at fault
	 */
	static List<Correction> corrections(ProviderRefusal refusal, ObjectNode body, ModelRequest request,
			RequestFacts facts) {
		String sentence = refusal.message().toLowerCase(Locale.ROOT);
		if (!CODES.contains(ProviderRefusal.plain(refusal.code())) && !SENTENCE.matcher(sentence).find()) {
			return List.of();
		}
		boolean tools = !request.tools().isEmpty();
		if (tools && facts.protocol() == Protocol.OPENAI && ONLY_NONE.matcher(sentence).find()) {
			return List.of(new Correction.WithTools("none"), new Correction.WithTools(null));
		}
		String member = refused(refusal.param(), sentence, body, facts);
		if (member == null) {
			return List.of();
		}
		if (member.equals(facts.outputCap().wireName()) && facts.protocol() == Protocol.OPENAI) {
			return List.of(new Correction.Renamed(facts.outputCap().other()));
		}
		if (facts.reasoningForm().members().contains(member)) {
			return reasoning(refusal, sentence, request, facts);
		}
		return Stream.of(OptionalParameter.values())
			.filter((optional) -> optional.wireName().equals(member))
			.<Correction>map(Correction.Omitted::new)
			.toList();
	}

	private static List<Correction> reasoning(ProviderRefusal refusal, String sentence, ModelRequest request,
			RequestFacts facts) {
		List<Correction> corrections = new ArrayList<>();
		if (facts.protocol() == Protocol.ANTHROPIC) {
			boolean adaptive = facts.reasoningForm() == ReasoningForm.ADAPTIVE;
			if (adaptive && NOT_ADAPTIVE.matcher(sentence).find()) {
				corrections.add(new Correction.Reformed(ReasoningForm.BUDGET));
			}
			else if (!adaptive && sentence.contains("adaptive")) {
				corrections.add(new Correction.Reformed(ReasoningForm.ADAPTIVE));
			}
		}
		if (!request.tools().isEmpty() && facts.reasoning().withTools() != null) {
			corrections.add(new Correction.WithTools(null));
		}
		boolean value = ProviderRefusal.plain(refusal.code()).equals("unsupportedvalue")
				|| VALUE.matcher(sentence).find();
		if (value && request.reasoning() != null) {
			corrections.add(new Correction.Unsaid(Objects.requireNonNull(request.reasoning())));
		}
		corrections.add(new Correction.Reformed(ReasoningForm.NONE));
		return corrections;
	}

	/** The member that the refusal names: its parameter, or the first in its message. */
	private static @Nullable String refused(String param, String sentence, ObjectNode body, RequestFacts facts) {
		if (ABOUT_MESSAGES.matcher(sentence).lookingAt()) {
			return null;
		}
		List<String> ours = ours(facts).filter(body::has).toList();
		String named = ProviderRefusal.plain(param.split("[.\\[]", 2)[0]);
		if (!named.isEmpty() && !named.matches("\\d+")) {
			return ours.stream()
				.filter((member) -> ProviderRefusal.plain(member).equals(named))
				.findFirst()
				.orElse(null);
		}
		String first = null;
		int at = Integer.MAX_VALUE;
		for (String member : ours) {
			Matcher found = names(member, facts).matcher(sentence);
			if (found.find() && found.start() < at) {
				at = found.start();
				first = member;
			}
		}
		return first;
	}

	private static Stream<String> ours(RequestFacts facts) {
		Stream<String> optional = Stream.of(OptionalParameter.values()).map(OptionalParameter::wireName);
		return Stream.of(Stream.of(facts.outputCap().wireName()), facts.reasoningForm().members().stream(), optional)
			.flatMap((names) -> names);
	}

	/**
	 * A member in a message, in snake case or camel case; some servers call everything
	 * about thinking by that word.
	 */
	private static Pattern names(String member, RequestFacts facts) {
		String name = member.replace("_", "_?");
		if (facts.reasoningForm().members().contains(member)) {
			name += "|thinking|effort";
		}
		if (member.equals(OptionalParameter.STREAM.wireName())) {
			name += "|streaming";
		}
		return Pattern.compile("(?<![a-z0-9_])(" + name + ")(?![a-z0-9_])");
	}

}
