package dev.agentservice.guard.classifier;

import dev.agentservice.support.Deadline;

import org.springframework.modulith.NamedInterface;

/**
 * The seam for a trained classifier beside the rules. Its score marks a text as
 * suspicious; it does not block by itself.
 * <p>
 * Behind an HTTP endpoint: {@link HttpInjectionClassifier}. In process: implement this
 * interface over an ONNX session, with the tokenizer of the model. The service ships no
 * ONNX runtime (60 MB and more) and no model, so that way is proven with a stand-in only.
 */
@FunctionalInterface
@NamedInterface("classifier")
public interface InjectionClassifier {

	/**
	 * How sure the classifier is that a text is an injection.
	 * @param text the whole text; a classifier with a window looks at all windows, and
	 * never at the first alone
	 * @param deadline when the answer is of no use any more
	 * @return from 0 (harmless) to 1
	 * @throws RuntimeException whatever goes wrong: the guard turns it into a
	 * {@code GuardException}
	 */
	double score(String text, Deadline deadline);

}
