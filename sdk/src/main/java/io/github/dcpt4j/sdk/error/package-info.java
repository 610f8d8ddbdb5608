/** The exceptions that dcpt4j throws on purpose. */
package io.github.dcpt4j.sdk.error;
