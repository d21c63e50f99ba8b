namespace Magpie.Imaging;

/// <summary>What a picture's header says; nothing is decoded for it.</summary>
/// <param name="Type">By the leading bytes.</param>
/// <param name="Width">Pixels as shown, orientation applied.</param>
/// <param name="Height">Pixels as shown, orientation applied.</param>
/// <param name="StoredWidth">Pixels as stored.</param>
/// <param name="StoredHeight">Pixels as stored, of one frame.</param>
/// <param name="Orientation">EXIF's number, 1 to 8; 1 when there is none.</param>
/// <param name="Frames">Pictures in the file; more than 1 for an animation.</param>
/// <param name="HasAlpha">Whether there is transparency.</param>
public sealed record ImageFacts(
    FileType Type, int Width, int Height, int StoredWidth, int StoredHeight, int Orientation, int Frames, bool HasAlpha);
