/** What is measured of training steps and models, by tag, on its way to logs and charts. */
package io.github.dcpt4j.trainer.measures;
