package dev.agentservice.llm;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;

/**
 * The library of the profile {@code local-embeddings}, found by name: the interfaces that
 * its classes implement are those of LangChain4j's core, which is always there.
 */
final class LocalLibrary {

	private static final String PACKAGE = "dev.langchain4j.model.embedding.onnx.";

	private static final String MODEL = PACKAGE + "allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel";

	private static final String TOKENIZER = PACKAGE + "HuggingFaceTokenCountEstimator";

	private LocalLibrary() {
	}

	/** Whether this build has it. */
	static boolean isThere() {
		return LocalLibrary.class.getClassLoader().getResource(MODEL.replace('.', '/') + ".class") != null;
	}

	/**
	 * Loads it, which takes seconds.
	 * @throws IllegalStateException if the machine cannot run it
	 */
	static MiniLm load(ModelMetrics metrics) {
		settings(Path.of(System.getProperty("java.io.tmpdir"))).forEach(LocalLibrary::unlessSet);
		// Texts are worked on by the calling thread.
		Executor caller = Runnable::run;
		return new MiniLm(make(EmbeddingModel.class, MODEL, new Class<?>[] { Executor.class }, caller),
				make(TokenCountEstimator.class, TOKENIZER, new Class<?>[0]), metrics);
	}

	/**
	 * What its tokenizer (Deep Java Library) has to know before it is loaded. Left alone
	 * it unpacks its native code into the home directory, which an image that is
	 * read-only does not have; looks for CUDA and downloads another build for it; and
	 * asks for the machine's metadata in a cloud, to report its use.
	 */
	static Map<String, String> settings(Path temporary) {
		return Map.of("DJL_CACHE_DIR", temporary.resolve("djl").toString(), "RUST_FLAVOR", "cpu", "ai.djl.offline",
				"true", "OPT_OUT_TRACKING", "true");
	}

	private static void unlessSet(String name, String value) {
		if (System.getProperty(name) == null) {
			System.setProperty(name, value);
		}
	}

	private static <T> T make(Class<T> type, String name, Class<?>[] parameters, Object... arguments) {
		try {
			return type.cast(Class.forName(name).getConstructor(parameters).newInstance(arguments));
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException("the in-process model cannot be loaded: " + ex.getCause(), ex);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			throw new IllegalStateException("the in-process model cannot be loaded: " + ex, ex);
		}
	}

}
