/** Text that is the same in every language. */
package io.github.dcpt4j.sdk.text;
