namespace Magpie.Imaging;

/// <summary>Order of a tensor's colour channels.</summary>
public enum ChannelOrder
{
    Rgb,
    Bgr,
}
