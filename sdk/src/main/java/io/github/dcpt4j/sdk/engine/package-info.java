/**
 * How one picture goes through a model: from the call to the restored picture. {@link
 * io.github.dcpt4j.sdk.engine.RestoreCall} is a call with its deadline and clock, {@link
 * io.github.dcpt4j.sdk.engine.FairLimit} lets calls in one after the other, {@link
 * io.github.dcpt4j.sdk.engine.TilePlanner} cuts the picture, and {@link
 * io.github.dcpt4j.sdk.engine.TileRunner} runs the tiles. Not part of the API.
 */
package io.github.dcpt4j.sdk.engine;
