/** Files that are either whole or absent. */
package io.github.dcpt4j.sdk.file;
