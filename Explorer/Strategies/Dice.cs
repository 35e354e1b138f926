namespace Workbook.Explorer.Strategies;

/// <summary>Random numbers that are the same on every machine for the same seed (SplitMix64: Steele, Lea, Flood, OOPSLA
/// 2014).</summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>A number that looks like chance, the same for the same <paramref name="z"/>.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>One number for the two, which looks like chance.</summary>
    public static ulong Of(ulong seed, ulong number) => new Dice(new Dice(seed).Next() ^ number).Next();

    /// <summary>0 to <paramref name="below"/> - 1, each as likely.</summary>
    public int Next(int below) => (int)(((UInt128)Next() * (ulong)below) >> 64);
}
