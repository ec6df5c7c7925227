"""Operators of torch that only compute: no file, no process, no memory that nobody wrote."""

from __future__ import annotations

# Left out on purpose: from_file and save (files), set_, as_strided, resize_ and empty (memory as it was found),
# rand, normal and their kin (a network's features are no chance).
_COMPUTING = """
conv1d conv2d conv3d convolution conv_transpose1d conv_transpose2d conv_transpose3d _convolution _convolution_mode
linear addmm mm bmm matmul baddbmm einsum bilinear dot mv
batch_norm _native_batch_norm_legit_no_training native_batch_norm layer_norm native_layer_norm
group_norm native_group_norm instance_norm rms_norm local_response_norm
relu relu_ relu6 relu6_ leaky_relu leaky_relu_ elu elu_ selu selu_ celu celu_ gelu silu silu_ mish mish_
hardswish hardswish_ hardsigmoid hardsigmoid_ hardtanh hardtanh_ sigmoid sigmoid_ tanh tanh_ prelu _prelu_kernel
softplus softmax _softmax log_softmax _log_softmax logsigmoid log_sigmoid log_sigmoid_forward glu
max_pool1d max_pool2d max_pool3d max_pool2d_with_indices max_pool3d_with_indices avg_pool1d avg_pool2d avg_pool3d
adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d _adaptive_avg_pool2d _adaptive_avg_pool3d
adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d
upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_linear1d upsample_bilinear2d upsample_trilinear3d
upsample_bicubic2d _upsample_nearest_exact2d _upsample_nearest_exact3d grid_sampler affine_grid_generator
pixel_shuffle pixel_unshuffle channel_shuffle unfold im2col col2im scaled_dot_product_attention
add add_ sub sub_ rsub mul mul_ div div_ pow pow_ sqrt rsqrt exp log log1p log2 log10 expm1 abs neg sign square
reciprocal floor ceil round trunc clamp clamp_ clamp_min clamp_max clip maximum minimum remainder fmod floor_divide
sin cos tan asin acos atan sinh cosh erf atan2 addcmul addcdiv lerp hypot nan_to_num
eq ne lt le gt ge logical_and logical_or logical_not logical_xor bitwise_and bitwise_or bitwise_not isnan isinf
isfinite where masked_fill masked_fill_ mean sum prod amax amin max min var std var_mean std_mean norm
linalg_vector_norm argmax argmin any all cumsum logsumexp sort topk median
view reshape _unsafe_view flatten unflatten squeeze unsqueeze permute transpose t movedim swapaxes swapdims numpy_T
expand expand_as view_as reshape_as repeat repeat_interleave tile cat concat stack hstack vstack chunk split
split_with_sizes tensor_split unbind narrow select slice index index_select gather take_along_dim flip roll
contiguous clone alias detach detach_ to _to_copy type_as float double half lift_fresh_copy lift_fresh pad
constant_pad_nd reflection_pad1d reflection_pad2d reflection_pad3d replication_pad1d replication_pad2d
replication_pad3d zeros ones full zeros_like ones_like full_like new_zeros new_ones new_full arange linspace
fill fill_ zero_ copy copy_ index_put index_put_ slice_scatter select_scatter scatter index_fill one_hot embedding
scalar_tensor eye tril triu meshgrid dropout dropout_ feature_dropout alpha_dropout
sym_size sym_numel sym_stride size numel dim item
_assert_scalar _assert_async _assert_tensor_metadata sym_constrain_range sym_constrain_range_for_size
"""
COMPUTING = frozenset(_COMPUTING.split())

# Layers that have no business in an evaluation: random, or dependent on who shares the batch.
RANDOM_IN_TRAINING = ("dropout", "dropout_", "feature_dropout", "alpha_dropout")
NORMALISING = ("batch_norm", "native_batch_norm")

# Sums with sizes, outside the tensors: of the modules operator, torch and math.
_ARITHMETIC = "add sub mul floordiv truediv mod neg eq ne lt le gt ge and_ or_ not_"
ARITHMETIC = frozenset(_ARITHMETIC.split())
SIZES = ("sym_int", "sym_float", "sym_max", "sym_min", "sym_not", "sym_sum", "sym_ite")
ROUNDING = ("floor", "ceil", "trunc")
