package dev.agentservice.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.index.CandidateComponentsIndex;
import org.springframework.context.index.CandidateComponentsIndexLoader;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.stereotype.Component;

/**
 * What component scans of this project find, read once for all contexts of all tests: the
 * start of a service spent a third of its time on reading every class again. In force for
 * every test, see {@code junit-platform.properties}.
 */
public final class ScannedComponents implements BeforeAllCallback {

	private static final String ROOT = "dev.agentservice";

	/** For which Spring asks an index. */
	private static final List<String> STEREOTYPES = List.of(Component.class.getName(),
			ConfigurationProperties.class.getName());

	static {
		CandidateComponentsIndexLoader.addIndex(ScannedComponents.class.getClassLoader(), read());
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		// It is enough that this class is loaded.
	}

	private static CandidateComponentsIndex read() {
		Index index = new Index();
		PathMatchingResourcePatternResolver classes = new PathMatchingResourcePatternResolver();
		MetadataReaderFactory reader = MetadataReaderFactory.create(classes);
		try {
			for (Resource file : classes.getResources("classpath*:" + ROOT.replace('.', '/') + "/**/*.class")) {
				AnnotationMetadata type = reader.getMetadataReader(file).getAnnotationMetadata();
				STEREOTYPES.stream()
					.filter(type::isAnnotated)
					.forEach((stereotype) -> index.registerCandidateType(type.getClassName(), stereotype));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		index.registerScan(ROOT);
		index.read = true;
		return index;
	}

	/** Others only read it: Spring would add what further scans find, from any thread. */
	private static final class Index extends CandidateComponentsIndex {

		private boolean read;

		@Override
		public void registerScan(String... basePackages) {
			if (!this.read) {
				super.registerScan(basePackages);
			}
		}

		@Override
		public void registerCandidateType(String type, String... stereotypes) {
			if (!this.read) {
				super.registerCandidateType(type, stereotypes);
			}
		}

	}

}
