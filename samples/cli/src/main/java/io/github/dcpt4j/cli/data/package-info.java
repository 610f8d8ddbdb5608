/** Making training and test data visible: degraded sets and sheets of patches. */
package io.github.dcpt4j.cli.data;
