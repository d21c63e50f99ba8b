namespace Magpie.Video;

/// <summary>What a video's container and codecs say. Duration and dimensions are the asset's own.</summary>
/// <param name="Container"><c>mp4</c>, <c>mpeg</c>, <c>quicktime</c>, <c>avi</c>, <c>webm</c> or <c>matroska</c>.</param>
/// <param name="Codec">Of the picture, by ffmpeg's name: <c>h264</c>, <c>hevc</c>, <c>vp9</c>, …</param>
/// <param name="FrameRate">Frames a second, on average; null when the file does not tell.</param>
/// <param name="Rotation">Degrees clockwise that the stored picture is turned by to stand upright: 0, 90, 180 or 270.</param>
/// <param name="AudioCodec">Of the first sound track, by ffmpeg's name; null when there is no sound.</param>
public sealed record VideoFacts(string Container, string Codec, double? FrameRate, int Rotation, string? AudioCodec);
