package dev.agentservice;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

@BesideOthers
class ModularityTests {

	@Test
	void featuresUseOnlyTheFeaturesTheyMayUse() throws IOException {
		Thread thread = Thread.currentThread();
		ClassLoader tests = thread.getContextClassLoader();
		URL service = AgentServiceApplication.class.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader serviceAlone = new URLClassLoader(new URL[] { service }, new WithoutTests(tests))) {
			thread.setContextClassLoader(serviceAlone);
			ApplicationModules.of(AgentServiceApplication.class).verify();
		}
		finally {
			thread.setContextClassLoader(tests);
		}
	}

	/**
	 * Knows no class of ours. What a feature may use stands in its package-info, which
	 * Modulith looks up by name; a package-info of tests has the same name and would be
	 * found first, and then the feature might use everything.
	 */
	private static final class WithoutTests extends ClassLoader {

		WithoutTests(ClassLoader parent) {
			super(parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("dev.agentservice.")) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

}
