/**
 * Restores photographs inside applications: this package is the front door.
 *
 * <p>{@link io.github.dcpt4j.sdk.Restorer} opens the built-in model or another one and restores or
 * classifies pictures; {@link io.github.dcpt4j.sdk.RestorerOptions} configures it, {@link
 * io.github.dcpt4j.sdk.RestoreOptions} a single call, {@link io.github.dcpt4j.sdk.Restoration} is
 * the result. Pictures are read and written with {@link
 * io.github.dcpt4j.sdk.image.codec.PictureCodec}. Errors are in {@link io.github.dcpt4j.sdk.error},
 * what a model says about itself in {@link io.github.dcpt4j.sdk.card}.
 */
package io.github.dcpt4j.sdk;
