package dev.agentservice.setting;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Checks the configuration once all its records are known, and before the first of them
 * is bound.
 */
@Configuration(proxyBeanMethods = false)
class SettingConfiguration {

	@Bean
	static BeforeBinding settingCheck(ConfigurableEnvironment environment) {
		return new BeforeBinding(environment);
	}

	/**
	 * Comes before all other post-processors; Spring has to see that by the bean's
	 * declared type.
	 *
	 * @param environment what is checked
	 */
	record BeforeBinding(ConfigurableEnvironment environment) implements BeanFactoryPostProcessor, PriorityOrdered {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
			SettingTree tree = new SettingTree();
			for (String name : factory.getBeanDefinitionNames()) {
				// Spring names such a bean by its prefix.
				Class<?> type = name.startsWith(Spelling.ROOT) ? factory.getType(name, false) : null;
				if (type != null) {
					MergedAnnotations.from(type)
						.get(ConfigurationProperties.class)
						.getValue("prefix", String.class)
						.ifPresent((prefix) -> tree.add(prefix, type));
				}
			}
			new SettingCheck(this.environment, tree.root()).run();
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
