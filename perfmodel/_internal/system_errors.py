"""What the system says about a file that cannot be read or written, in Chinese and in English."""

from __future__ import annotations

import errno

from perfmodel._internal.messages import Words, in_languages

__all__ = ["reason_of"]

_ERRNO_WORDS = {
    errno.ENOENT: "文件不存在",
    errno.EISDIR: "应为文件，实为目录",
    errno.ENOTDIR: "路径中有一部分不是目录",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "文件已存在",
    errno.EFBIG: "文件过大",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "符号链接层数过多",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘为只读",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.ENOMEM: "内存不足",
    errno.EBUSY: "文件正被占用",
    errno.ETXTBSY: "文件正被占用",
    errno.EBADF: "输入或输出已关闭",
    errno.EPIPE: "输出已关闭",
    errno.ENXIO: "设备不可用",
    errno.ENODEV: "设备不可用",
    errno.EINVAL: "文件名或操作无效",
    errno.EILSEQ: "文件名含无效字符",
    errno.EXDEV: "不能跨磁盘移动文件",
    errno.EAGAIN: "暂时不可用",
    errno.EINTR: "操作被中断",
    errno.ETIMEDOUT: "操作超时",
}


def reason_of(error: BaseException) -> Words:
    """Return why something went wrong, in both languages; of an error of the system, by its number.

    >>> reason_of(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    ('文件不存在', 'No such file or directory')
    >>> reason_of(ValueError("应为文本 / expected text"))
    ('应为文本', 'expected text')
    >>> reason_of(ValueError("embedded null byte"))
    ('出错（ValueError）', 'embedded null byte')
    """
    words = getattr(error, "zh", None), getattr(error, "en", None)
    if isinstance(words[0], str) and isinstance(words[1], str):
        return words[0], words[1]
    if isinstance(error, MemoryError):
        return "内存不足", "not enough memory"
    if isinstance(error, OSError) and error.errno is not None:
        en = error.strerror or str(error)
        return _ERRNO_WORDS.get(error.errno, f"系统错误（{error.errno}）"), en
    zh, en = in_languages(str(error))
    kind = type(error).__name__
    return (f"出错（{kind}）" if zh == en else zh), en or kind
