package dev.agentservice.llm;

import java.util.List;

import dev.agentservice.budget.Tokens;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.UsageClaim;
import org.jspecify.annotations.Nullable;
import dev.agentservice.llm.wire.Utf8;

/**
 * Says what a call used. What a provider claims is believed where it can be true: for
 * this prompt, under this output cap, for what was heard. Otherwise nothing was reported,
 * and what was heard is counted here.
 */
final class Metering {

	/** A prompt has no more tokens than bytes, but servers may add to it. */
	private static final long MAX_PROMPT_FACTOR = 8;

	/** Caps are kept approximately only. */
	private static final long CAP_SLACK = 64;

	/** On average no token is longer, in bytes, but for a few of nothing but blanks. */
	private static final long LONGEST_TOKEN = 32;

	private static final long BLANKS = 2048;

	private final TokenCounter tokens;

	Metering(TokenCounter tokens) {
		this.tokens = tokens;
	}

	/**
	 * The most bytes of text and tool calls that an answer within an output cap can have:
	 * 32 for each token of the cap and of the tenth and the few by which caps are missed,
	 * four to eight times what texts have in any language, and two kilobytes. What a
	 * model says beyond it is cut. Thoughts are left out, since some providers do not
	 * count them against the cap.
	 */
	static long longest(int cap) {
		return withSlack(cap) * LONGEST_TOKEN + BLANKS;
	}

	private static long withSlack(long cap) {
		return cap + cap / 10 + CAP_SLACK;
	}

	/** The usage to show: as claimed, or estimated. */
	Usage usage(ModelRequest request, GrowingAnswer heard) {
		UsageClaim claim = heard.claim();
		if (isCredible(request, heard)) {
			return new Usage(claim.input(), claim.cached(), claim.cacheWrite(), claim.output());
		}
		return new Usage(this.tokens.estimate(request.model(), request.messages(), request.tools()), 0, 0,
				this.tokens.estimate(request.model(), heard.heard()), true);
	}

	/**
	 * The most a call can have used, by what was heard of its answer.
	 * @param prompt the most its prompt can have
	 */
	Tokens atMost(ModelRequest request, GrowingAnswer heard, long prompt) {
		UsageClaim claim = heard.claim();
		long said = isWithinCap(request, claim) ? claim.output() : 0;
		long unseen = mayHaveThoughtUnseen(request, heard) ? request.maxOutputTokens() : 0;
		long output = Math.min(request.maxOutputTokens(), Math.max(Math.max(said, unseen), bound(heard)));
		return isCrediblePrompt(claim, prompt) ? new Tokens(claim.input(), claim.cached(), claim.cacheWrite(), output)
				: new Tokens(prompt, 0, 0, output);
	}

	/**
	 * What a call used at least whose model certainly said more than its output cap
	 * allows.
	 * @param prompt the most its prompt can have
	 * @return null if it may have kept to its cap
	 */
	@Nullable Tokens beyondCap(ModelRequest request, GrowingAnswer heard, long prompt) {
		long cap = request.maxOutputTokens();
		if (this.tokens.atLeast(request.model(), heard.heard()) <= withSlack(cap)) {
			return null;
		}
		Tokens capped = atMost(request, heard, prompt);
		return new Tokens(capped.input(), capped.cachedInput(), capped.cacheWrite(),
				Math.max(cap, this.tokens.estimate(request.model(), heard.heard())));
	}

	/**
	 * Models of OpenAI, and those that are told an effort as they are, think before they
	 * speak, show none of it and bill all.
	 */
	private boolean mayHaveThoughtUnseen(ModelRequest request, GrowingAnswer heard) {
		RequestFacts facts = this.tokens.models().requestFacts(request.model());
		return facts.reasoningForm() == ReasoningForm.EFFORT && heard.claim().output() == UsageClaim.UNSAID
				&& !heard.hasThought()
				&& !"none".equals(facts.reasoningWord(request.reasoning(), !request.tools().isEmpty()));
	}

	/** Whether a claim that a call's provider made about it can be true. */
	boolean isCredible(ModelRequest request, GrowingAnswer heard) {
		UsageClaim claim = heard.claim();
		long prompt = this.tokens.upperBound(request.model(), request.messages(), request.tools());
		return claim.isComplete() && isCrediblePrompt(claim, prompt) && isCredibleOutput(request, heard);
	}

	private static boolean isCrediblePrompt(UsageClaim claim, long prompt) {
		return claim.input() > 0 && claim.input() <= prompt * MAX_PROMPT_FACTOR
				&& prompt <= claim.input() * LONGEST_TOKEN + BLANKS
				&& claim.cached() + claim.cacheWrite() <= claim.input();
	}

	/** Not next to nothing for a text, nor more than the cap allows or the text needs. */
	private static boolean isCredibleOutput(ModelRequest request, GrowingAnswer heard) {
		long output = heard.claim().output();
		if (output == 0) {
			return !heard.hasBegun();
		}
		return bytes(heard.heard()) <= output * LONGEST_TOKEN + BLANKS
				&& (isWithinCap(request, heard.claim()) || output <= bound(heard));
	}

	private static boolean isWithinCap(ModelRequest request, UsageClaim claim) {
		return claim.output() <= withSlack(request.maxOutputTokens());
	}

	/** No token is shorter than a byte. */
	private static long bound(GrowingAnswer heard) {
		return bytes(heard.heard()) + CAP_SLACK;
	}

	private static long bytes(List<CharSequence> texts) {
		return texts.stream().mapToLong(Utf8::length).sum();
	}

}
