namespace Magpie.Imaging;

/// <summary>Where a tensor has its channels.</summary>
public enum TensorLayout
{
    /// <summary><c>[1,3,height,width]</c>: one plane a channel.</summary>
    Nchw,

    /// <summary><c>[1,height,width,3]</c>: channels of a pixel side by side.</summary>
    Nhwc,
}
